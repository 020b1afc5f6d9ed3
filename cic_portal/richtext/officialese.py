"""Words of offices, and what people say instead. Our own list; `*` stands for any ending.

An official term that a form or a letter really uses belongs in the glossary, as `[[term]]`; what stands there is not
found here.
"""

import re

PLAIN_WORDS = (
    ("w przypadku gdy", "gdy"),
    ("w przypadku kiedy", "gdy"),
    ("w sytuacji gdy", "gdy"),
    ("w przypadku", "jeśli, przy"),
    ("w celu", "aby"),
    ("celem *nia", "aby"),
    ("niniejsz*", "ten"),
    ("bądź", "lub"),
    ("iż", "że"),
    ("w związku z powyższym", "dlatego"),
    ("w związku z tym", "dlatego"),
    ("w związku z", "z powodu"),
    ("z uwagi na", "bo, z powodu"),
    ("ze względu na", "bo, z powodu"),
    ("w oparciu o", "na podstawie"),
    ("w dniu", "(sama data)"),
    ("w terminie do", "do"),
    ("w terminie", "w ciągu"),
    ("nie później niż", "do"),
    ("w okresie", "przez, od … do"),
    ("na okoliczność", "o, na"),
    ("za pośrednictwem", "przez"),
    ("przy pomocy", "za pomocą"),
    ("w trybie", "według, zgodnie z"),
    ("w zakresie", "w, o"),
    ("odnośnie do", "o"),
    ("odnośnie", "o"),
    ("w kwestii", "o"),
    ("na terenie", "w"),
    ("na terytorium", "w"),
    ("w miejscu zamieszkania", "tam, gdzie mieszkasz"),
    ("dokona* wpłaty", "zapłacić"),
    ("dokona* wyboru", "wybrać"),
    ("dokona* zgłoszenia", "zgłosić"),
    ("dokona* rejestracji", "zarejestrować"),
    ("dokona*", "zrobić (nazwij czynność)"),
    ("uiści*", "zapłacić"),
    ("uiszcz*", "zapłacić"),
    ("złoży* wniosek o wydanie", "poprosić o"),
    ("przedłoży*", "pokazać, przynieść"),
    ("przedkłada*", "pokazać, przynieść"),
    ("udziela* informacji", "informować"),
    ("udzieli* informacji", "poinformować"),
    ("posiada*", "mieć"),
    ("zamieszkuj*", "mieszkać"),
    ("zamieszkał*", "mieszkający"),
    ("przysługuj*", "masz prawo do"),
    ("zobowiązan*", "musi"),
    ("jest obowiązan*", "musi"),
    ("winien", "musi"),
    ("winna", "musi"),
    ("winno", "musi"),
    ("należy", "(powiedz wprost: zrób)"),
    ("ulec zmianie", "zmienić się"),
    ("uleg* zmianie", "zmienić się"),
    ("ma* na celu", "służyć do"),
    ("stanowi", "jest"),
    ("stanowią", "są"),
    ("wskazan*", "ten, podany"),
    ("wyżej wymienion*", "ten"),
    ("ww.", "ten"),
    ("poniżej wymienion*", "ten"),
    ("stosown*", "odpowiedni, właściwy"),
    ("przedmiotow*", "ten"),
    ("powyższ*", "ten"),
    ("poszczególn*", "każdy"),
    ("nadmienia*", "(opuść)"),
    ("informujemy, że", "(opuść)"),
    ("uprzejmie informuj*", "(opuść)"),
    ("wnioskodawc*", "ty, osoba, która składa wniosek"),
    ("petent*", "ty, osoba"),
    ("małżon*", "mąż, żona"),
    ("środk* komunikacji elektronicznej", "internet, e-mail"),
    ("drogą elektroniczną", "przez internet, e-mailem"),
    ("drogą pocztową", "pocztą"),
    ("telefonicznie", "przez telefon"),
    ("niezwłocznie", "od razu"),
    ("bezzwłocznie", "od razu"),
    ("aczkolwiek", "ale"),
    ("albowiem", "bo"),
    ("gdyż", "bo"),
    ("ponadto", "też"),
    ("każdorazowo", "zawsze"),
    ("częstokroć", "często"),
    ("pod warunkiem, że", "jeśli"),
    ("o ile", "jeśli"),
    ("w szczególności", "zwłaszcza, na przykład"),
    ("tudzież", "i, oraz"),
    ("względnie", "lub"),
)


def _pattern(phrase):
    words = (re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
    return r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"


# Longer ones first, so that “w przypadku gdy” is not found as “w przypadku”.
_ORDERED = sorted(PLAIN_WORDS, key=lambda pair: -len(pair[0]))
_ANY = re.compile("|".join(f"({_pattern(phrase)})" for phrase, _plain in _ORDERED), re.IGNORECASE)


def plainer_words(text):
    """Pairs (what `text` says, what people say), in order, each once."""
    found = ((match[0].lower(), _ORDERED[match.lastindex - 1][1]) for match in _ANY.finditer(text))
    return list(dict.fromkeys((" ".join(words.split()), plain) for words, plain in found))
