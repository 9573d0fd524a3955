"""The checksums of whole files, as the headers of servers and of their storage state them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from contextlib import suppress

_DIGESTS = {"sha-512": 64, "sha-256": 32, "md5": 16}
"""The checksums that are verified, and their bytes; the strongest first."""
_STATED = re.compile(r"(?:^|,)\s*([a-z\d-]+)=:?([a-z\d+/]+=*):?\s*(?=[,;]|$)", re.ASCII | re.IGNORECASE)


def stated_checksum(headers: Mapping[str, str], length: int | None) -> tuple[str, bytes] | None:
    """The strongest checksum that the headers of a whole file state: the algorithm of ``hashlib``, and the digest.

    One that cannot be read, such as that of the parts of an upload (``…-3``), counts as none.
    """
    texts = [headers.get(name, "") for name in ("repr-digest", "content-digest", "digest")]
    texts += [f"sha-256={headers.get('x-amz-checksum-sha256', '')}", f"md5={headers.get('content-md5', '')}"]
    if headers.get("x-goog-stored-content-length", str(length)) == str(length):  # else it is stored with gzip
        texts.append(headers.get("x-goog-hash", ""))
    found = {name.lower(): value for name, value in _STATED.findall(",".join(texts))}
    for name, size in _DIGESTS.items():
        with suppress(binascii.Error):
            if len(digest := binascii.a2b_base64(found.get(name, ""))) == size:
                return name.replace("-", ""), digest
    return None
