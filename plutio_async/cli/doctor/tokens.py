"""The probes of the token and of the limit. They come last, since a new token may end the one that the run uses."""

from __future__ import annotations

from plutio_async._auth.credentials import parse_token
from plutio_async._ratelimit.headers import seconds_of
from plutio_async.cli.doctor.probes import confirmed, probe, refuted, unsettled
from plutio_async.cli.doctor.run import Run, Verdict, words
from plutio_async.errors import PlutioError

_DOCUMENTED_LIFE = 72 * 3600
_HEADERS = {"x-ratelimit-limit", "x-ratelimit-remaining"}


@probe(calls=0)
async def limit_headers(run: Run, _: str | None) -> Verdict:
    """Answers have the limit in `x-ratelimit-limit` and `x-ratelimit-remaining`."""
    if run.caller.last is None:
        return unsettled("no answer came")
    found = sorted(name for name in run.caller.last.headers if "ratelimit" in name or "rate-limit" in name)
    limit = run.caller.last.limits.limit
    if not found:
        return refuted("no header names the limit")
    shown = words(found) + (f"; the limit is {limit:,}" if limit else "")
    return (confirmed if set(found) >= _HEADERS else refuted)(shown)


@probe(calls=1)
async def token_calls(run: Run, _: str | None) -> Verdict:
    """A token call uses up one of the hour's calls."""
    before = run.caller.last.limits.remaining if run.caller.last else None
    seen = run.token = await run.caller.new_token()
    answer = run.decoder.description.document["paths"]["/oauth/token"]["post"]["responses"]["200"]
    if seen.ok:
        run.decoder.check(seen.value, answer["content"]["application/json"]["schema"], "AccessToken")
    else:
        run.differ("POST /oauth/token", "answer", f"status {seen.status}")
    after = seen.limits.remaining
    if before is None or after is None:
        return unsettled("no header says how many calls are left")
    used = before - after
    if used not in (0, 1):
        return unsettled("other calls were made at the same time")
    return confirmed("one fewer was left after it") if used else refuted("as many were left after it")


@probe(calls=0)
async def token_lifetime(run: Run, _: str | None) -> Verdict:
    """A new token lives for 72 hours."""
    value, headers = (None, {}) if run.token is None else (run.token.value, run.token.headers)
    date = seconds_of(headers.get("date", ""))  # this machine's clock may be wrong
    now = run.caller.plutio._sender.shared.clock.time() if date is None else date
    try:
        seconds = parse_token(value, now).expires_at - now
    except PlutioError:
        return unsettled("no token came")
    shown = f"its answer says {seconds / 3600:.4g} hours"
    return (confirmed if abs(seconds - _DOCUMENTED_LIFE) < 120 else refuted)(shown)


@probe(calls=2)
async def older_tokens(run: Run, _: str | None) -> Verdict:
    """A new token leaves the older ones valid.

    Calls with the older one; if that is refused, with the new one, so that another reason shows.
    """
    if run.token is None or not run.token.ok:
        return unsettled("no token came")
    path = next(iter(run.visits), "/businesses")
    older = await run.caller.get(path, {"limit": "1"}, token=run.caller.token)
    if older.status != 401:
        return confirmed("the older one still works") if older.ok else unsettled(f"status {older.status}")
    run.check_error(older, "GET with an older token")
    new = parse_token(run.token.value, run.caller.plutio._sender.shared.clock.time())
    run.caller.use_token(new.value)
    works = (await run.caller.get(path, {"limit": "1"})).ok
    return refuted("the older one gives 401") if works else unsettled("both tokens give 401")
