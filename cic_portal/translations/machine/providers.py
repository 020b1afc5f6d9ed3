"""The services. Each says which languages it knows and asks its own way; all of them get and give lists of texts."""

import json

from django.conf import settings

from cic_portal import languages
from cic_portal.outgoing.refusals import Failed, Unsafe
from cic_portal.outgoing.services import post_json
from cic_portal.translations.machine.protection import Tags, lines_of
from cic_portal.translations.machine.reasons import BY_WHY, NoDraft, WhyNoDraft, reason_for

MOST_AT_ONCE = 50  # texts in one question: DeepL's limit
LONGEST_AT_ONCE = 20_000  # characters in one question; in UTF-8 and JSON well under DeepL's 128 KiB


class Provider:
    """A service at `address`. `codes` are the languages offered to staff, None for those that it is known to speak."""

    name = ""
    tags = Tags("", "")
    known = {}

    def __init__(self, *, address, key, timeout, codes=None):
        self.address, self.key, self.timeout = address.rstrip("/"), key, timeout
        self.codes = frozenset(codes or self.known)

    def speaks(self, code):
        return code in self.codes and code != languages.SOURCE

    def translate(self, texts, code):
        """The Polish `texts` in the language `code`, each None when its signs did not survive; raises NoDraft."""
        if not self.speaks(code):
            raise NoDraft(WhyNoDraft.LANGUAGE)
        texts = [lines_of(text, self.tags) for text in texts]
        questions = [line.question for lines in texts for line in lines if line.question]
        answers = iter(self._answers(questions, code))
        return [_whole([line.answered(next(answers) if line.question else "") for line in lines]) for lines in texts]

    def _answers(self, questions, code):
        return [answer for batch in batches(questions) for answer in self._checked(batch, self.ask(batch, code))]

    def _checked(self, questions, answers):
        """Answers that are texts, one for each question: a service may say anything."""
        is_right = isinstance(answers, list) and len(answers) == len(questions)
        if not is_right or not all(isinstance(answer, str) and answer.strip() for answer in answers):
            raise NoDraft(WhyNoDraft.STRANGE)
        return answers

    def ask(self, texts, code):
        raise NotImplementedError

    def post(self, path, body, **headers):
        """What the service answers to `body`, read from JSON; raises NoDraft."""
        try:
            answer = post_json(f"{self.address}{path}", body, headers=headers, seconds=self.timeout)
            if not 200 <= answer.status < 300:
                raise NoDraft(reason_for(answer.status))
            return json.loads(answer.body)
        except (Unsafe, Failed) as failure:
            raise NoDraft(BY_WHY.get(failure.why, WhyNoDraft.AWAY)) from failure
        except (ValueError, RecursionError) as error:
            raise NoDraft(WhyNoDraft.STRANGE) from error


def batches(questions):
    """`questions` in lists that one request may hold."""
    batch, length = [], 0
    for question in questions:
        if batch and (len(batch) == MOST_AT_ONCE or length + len(question) > LONGEST_AT_ONCE):
            yield batch
            batch, length = [], 0
        batch.append(question)
        length += len(question)
    if batch:
        yield batch


def _whole(lines):
    return None if None in lines else "\n".join(lines)


class DeepLProvider(Provider):
    """DeepL API v2. Keys of free accounts end in `:fx` and have a host of their own."""

    name = "DeepL"
    tags = Tags(kept="x", pair="g")
    known = {
        "uk": "UK",
        "en": "EN-GB",
        "ru": "RU",
        "be": "BE",
        "es": "ES",
        "ka": "KA",
        "az": "AZ",
        "tr": "TR",
        "ar": "AR",
    }
    BETA = {"be", "ka", "az"}  # asked for with a flag of its own

    def __init__(self, *, address, key, **options):
        host = "api-free.deepl.com" if key.endswith(":fx") else "api.deepl.com"
        super().__init__(address=address or f"https://{host}", key=key, **options)

    def ask(self, texts, code):
        body = {
            "text": texts,
            "source_lang": languages.SOURCE.upper(),
            "target_lang": self.known.get(code, code.upper()),
            "tag_handling": "xml",
            "ignore_tags": ["x"],
            # One line is sent at a time, so its sentences are found by their full stops alone.
            "split_sentences": "nonewlines",
            "preserve_formatting": True,
        }
        if code in self.BETA:
            body["enable_beta_languages"] = True
        answer = self.post("/v2/translate", body, Authorization=f"DeepL-Auth-Key {self.key}")
        return _listed(answer, "translations", lambda items: [item["text"] for item in items])


class LibreTranslateProvider(Provider):
    """LibreTranslate, often run by oneself. It leaves `code` alone, and what says translate="no"."""

    name = "LibreTranslate"
    tags = Tags(kept='code translate="no"', pair="span")
    known = {code: code for code in ("uk", "en", "ru", "es", "az", "tr", "ar")}

    def ask(self, texts, code):
        body = {"q": texts, "source": languages.SOURCE, "target": code, "format": "html"}
        if self.key:
            body["api_key"] = self.key
        return _listed(self.post("/translate", body), "translatedText", list)


def _listed(answer, name, read):
    try:
        return read(answer[name])
    except (TypeError, KeyError) as error:
        raise NoDraft(WhyNoDraft.STRANGE) from error


PROVIDERS = {"deepl": DeepLProvider, "libretranslate": LibreTranslateProvider}


def provider():
    """The service that the environment names, or None."""
    kind = PROVIDERS.get(settings.MACHINE_TRANSLATION)
    return kind and kind(
        address=settings.MACHINE_TRANSLATION_URL,
        key=settings.MACHINE_TRANSLATION_KEY,
        timeout=settings.MACHINE_TRANSLATION_TIMEOUT,
        codes=settings.MACHINE_TRANSLATION_LANGUAGES,
    )
