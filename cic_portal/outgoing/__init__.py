"""Every HTTP request that the portal makes: to the sites that our texts link to, and to services named in the environment.

Promises: a host is looked up once, all its IP addresses are judged, and the connection goes to one that was judged, so
a name that answers differently a moment later changes nothing. https and its certificates always, but for a service on
this machine; a limit of time and of bytes, whatever the other side does; no proxy, cookie or redirect that a caller did
not ask for; no URL, header or key in the text of an exception.
"""
