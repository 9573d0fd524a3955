"""The verdict on each claim, from what was seen."""

from __future__ import annotations

from attrs import frozen

from plutio_async.cli.doctor.decoding import Tally
from plutio_async.cli.doctor.described import Claim, claims
from plutio_async.cli.doctor.probes import PROBES, confirmed, refuted, unsettled
from plutio_async.cli.doctor.run import Run, Verdict, words
from plutio_async.cli.doctor.writes import STATEMENTS
from plutio_async.cli.words import counted


@frozen
class Settled:
    """A claim with its verdict. ``statement`` is what was confirmed or refuted."""

    claim: Claim
    statement: str
    verdict: Verdict


def settle(run: Run) -> list[Settled]:
    """Every claim of the description with its verdict, whatever the run came to."""
    return [Settled(claim, _statement(claim), _verdict(run, claim)) for claim in claims()]


def resource_of(claim: Claim) -> str | None:
    """The resource that a claim is about, if it is about a call."""
    return str(claim.place[1]).strip("/").replace("-", "_") if claim.place[0] == "paths" else None


def _statement(claim: Claim) -> str:
    if claim.probe in PROBES:
        return PROBES[claim.probe].statement or claim.text
    return STATEMENTS.get(claim.probe or "", claim.text)


def _verdict(run: Run, claim: Claim) -> Verdict:
    if claim.probe is None:
        return unsettled(claim.reason or "")
    if claim.probe == "visit":
        return _of_visit(run, claim)
    if claim.probe == "records":
        return _of_records(run, claim)
    if claim.probe == "shape":
        return _of_shape(tally_of(run, claim))
    done = run.verdicts.get((claim.probe, resource_of(claim))) or run.verdicts.get((claim.probe, None))
    if done is not None:
        return done
    if claim.probe.startswith("write_"):
        return unsettled("only `--write` settles it")
    return unsettled(f"not measured: {run.ended or 'the run ended first'}")


def _of_visit(run: Run, claim: Claim) -> Verdict:
    path = str(claim.place[1])
    visit = run.visits.get(path)
    if visit is None:
        return unsettled(run.not_visited.get(path, "it was not called"))
    if not 200 <= visit.status < 300:
        return refuted(visit.shape)
    if not visit.rows and "observed" not in claim.text:
        return unsettled("the list is empty")
    return confirmed(f"answers with {visit.shape}")


def key_of(claim: Claim) -> tuple[str, str]:
    """The schema and the field that a claim is about; no field if it is about the schema."""
    names = [str(after) for key, after in zip(claim.place, claim.place[1:], strict=False) if key == "properties"]
    return str(claim.place[2]), f"{names[-1]}{'[]' * (claim.place[-1] == 'items')}" if names else ""


def tally_of(run: Run, claim: Claim) -> Tally:
    """What was seen of the field, or of the fields that hold the schema."""
    return run.decoder.tallies.get(key_of(claim), Tally())


def _of_records(run: Run, claim: Claim) -> Verdict:
    schema, name = key_of(claim)
    seen = run.decoder.seen(schema)
    if claim.kind == "values":
        return _of_values(run, claim)
    if not name:
        return confirmed(f"{counted(seen, 'record')} seen") if seen else unsettled("no record of that kind was seen")
    tally = tally_of(run, claim)
    if tally.misfits and tally.count <= sum(tally.misfits.values()):
        return refuted(f"it came as {words(tally.misfits)}")
    if tally.count:
        return confirmed(f"{words(tally.kinds)}, {counted(tally.count, 'time')}")
    if not seen:
        return unsettled("no record of that kind was seen")
    return unsettled(f"{counted(seen, 'record')} seen, without it")


def _of_values(run: Run, claim: Claim) -> Verdict:
    schema = str(claim.place[2])
    if run.decoder.tallies[schema, ""].misfits:
        return refuted("there are others")
    values = run.decoder.description.document["components"]["schemas"][schema]["x-extensible-enum"]
    seen = [value for value in values if run.decoder.tallies[schema, value].count]
    if not seen:
        return unsettled("no record has one of them")
    return confirmed(f"{len(seen)} of {len(values)} were seen, and no other")


def _of_shape(tally: Tally) -> Verdict:
    if not tally.count:
        return unsettled("no record has it")
    keys = f" with {words(key for key, _ in tally.keys.most_common(8))}" if tally.keys else ""
    shown = f"{words(tally.kinds)}{keys}, {counted(tally.count, 'time')}"
    return refuted(shown) if tally.misfits else confirmed(shown)
