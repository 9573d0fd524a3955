"""The pytest plugin, run by pytest in tests of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import attrs
import pytest

import plutio_async
import plutio_async.testing
from plutio_async.testing import Fault, Switches

pytestmark = pytest.mark.integration

pytest_plugins = ("pytester",)

# pytester forgets the modules that a run loads, and lazy names would stay behind as the classes of another run.
for package in (plutio_async, plutio_async.testing):
    for name in package.__all__:
        getattr(package, name)

PLUGIN = "plutio_async.testing.plugin"
ROOT = Path(__file__).parents[2]
INI = """
[pytest]
addopts = --strict-markers -p no:randomly -p no:schemathesis
asyncio_mode = strict
asyncio_default_fixture_loop_scope = function
filterwarnings = error
"""


@pytest.fixture
def run(pytester: pytest.Pytester):
    """Runs a test file and gives the result; the plugin is loaded by its entry point where that is installed."""
    pytester.makeini(INI)
    installed = any(point.value == PLUGIN for point in entry_points(group="pytest11"))
    load = () if installed else ("-p", PLUGIN)

    def run(source: str, *arguments: str) -> pytest.RunResult:
        pytester.makepyfile(source)
        return pytester.runpytest(*load, *arguments)

    return run


class TestFixtures:
    def test_a_fastapi_app_gets_the_client(self, run) -> None:
        """Until the test ends, in async tests and in the thread of a test client, and without settings."""
        run(
            """
            import httpx
            import pytest
            from fastapi import FastAPI
            from fastapi.testclient import TestClient
            from plutio_async.fastapi import PlutioClient, lifespan

            app = FastAPI(lifespan=lifespan)
            app.dependency_overrides["mine"] = "kept"

            @app.get("/tasks")
            async def tasks(plutio: PlutioClient) -> int:
                return len(await plutio.tasks.list())

            @pytest.mark.anyio
            async def test_async(plutio_override, plutio_sandbox):
                plutio_override(app)
                plutio_sandbox.seed(tasks=[{"title": "Brief"}])
                async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as web:
                    assert (await web.get("/tasks")).json() == 1

            def test_sync(plutio_override, plutio_sandbox):
                plutio_override(app)
                plutio_override(app)
                with TestClient(app) as web:
                    assert web.get("/tasks").json() == 0

            def test_after():
                assert app.dependency_overrides == {"mine": "kept"}
            """
        ).assert_outcomes(passed=4)

    def test_options_of_the_client(self, run) -> None:
        """By the marker, by a fixture of one's own, and the marker's first."""
        run(
            """
            import pytest
            from plutio_async import ServerError
            from plutio_async.testing import Fault

            @pytest.fixture
            def plutio_options():
                return {"retries": 1, "budget": 7}

            @pytest.mark.anyio
            @pytest.mark.plutio(faults=[Fault.server_error(503, nth=1)])
            async def test_of_the_fixture(plutio):
                with pytest.raises(ServerError):
                    await plutio.tasks.list()
                assert plutio.budget.limit == 7

            @pytest.mark.anyio
            @pytest.mark.plutio(retries=3, max_wait=5, faults=[Fault.server_error(503, nth=1)])
            async def test_of_the_marker(plutio):
                assert await plutio.tasks.list() == []
                assert plutio.budget.limit == 7
            """
        ).assert_outcomes(passed=4)

    def test_an_app_gets_another_client(self, run) -> None:
        """One that the test made itself."""
        run(
            """
            import pytest
            from fastapi import FastAPI
            from plutio_async import Plutio
            from plutio_async.fastapi import get_plutio
            from plutio_async.testing import Sandbox

            def test_it(plutio_override):
                app, mine = FastAPI(), Plutio.sandbox(Sandbox(businesses=["mine"]))
                plutio_override(app, mine)
                assert app.dependency_overrides[get_plutio]() is mine
            """
        ).assert_outcomes(passed=1)

    def test_client_and_sandbox_under_anyio(self, run) -> None:
        """Each ``async def`` test under the anyio plugin has its own sandbox, on asyncio and trio."""
        run(
            """
            import pytest

            @pytest.fixture(params=["asyncio", "trio"])
            def anyio_backend(request):
                return request.param

            @pytest.mark.anyio
            async def test_it(plutio, plutio_sandbox):
                await plutio.tasks.create(title="Brief")
                assert [task["title"] for task in plutio_sandbox.records("tasks")] == ["Brief"]
                plutio_sandbox.assert_called("POST", "/tasks", times=1, json={"title": "Brief"})
            """
        ).assert_outcomes(passed=2)

    def test_client_and_sandbox_under_pytest_asyncio(self, run) -> None:
        """The same test under pytest-asyncio in strict mode."""
        run(
            """
            import pytest

            @pytest.mark.asyncio
            async def test_it(plutio, plutio_sandbox):
                await plutio.tasks.create(title="Brief")
                plutio_sandbox.assert_called("POST", "/tasks", times=1, json={"title": "Brief"})

            @pytest.mark.asyncio(loop_scope="module")
            async def test_in_a_longer_loop(plutio):
                assert await plutio.tasks.list() == []
            """
        ).assert_outcomes(passed=2)

    def test_methods_parameters_and_async_fixtures(self, run) -> None:
        """Tests in classes, with parameters, and with async fixtures that use the client, under both plugins."""
        run(
            """
            import pytest
            import pytest_asyncio

            @pytest_asyncio.fixture
            async def task(plutio):
                return await plutio.tasks.create(title="Brief")

            @pytest.mark.asyncio
            class TestAsyncio:
                @pytest.mark.parametrize("title", ["a", "b"])
                async def test_it(self, plutio, task, title):
                    assert (await plutio.tasks.update(task.id, title=title)).title == title

            @pytest.fixture
            async def other(plutio):
                yield await plutio.tasks.create(title="Brief")

            @pytest.mark.anyio
            @pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
            class TestAnyio:
                async def test_it(self, plutio, other):
                    assert (await plutio.tasks.get(other.id)).title == "Brief"
            """
        ).assert_outcomes(passed=4)

    def test_client_is_closed_in_the_loop_of_the_test(self, run) -> None:
        """Tasks that read ahead end with the test, and the client cannot be used after it; failures close it too."""
        run(
            """
            import pytest

            clients = []

            @pytest.fixture(params=["asyncio", "trio"])
            def anyio_backend(request):
                return request.param

            @pytest.mark.anyio
            async def test_reads_ahead(plutio, plutio_sandbox):
                plutio_sandbox.seed(tasks=[{"title": str(number)} for number in range(50)])
                clients.append(plutio)
                async for task in plutio.tasks.iterate(page_size=5, read_ahead=3):
                    break

            @pytest.mark.asyncio
            async def test_fails(plutio):
                clients.append(plutio)
                await plutio.tasks.list()
                assert False

            @pytest.mark.asyncio
            async def test_all_are_closed():
                from plutio_async import ClientStateError
                assert len(clients) == 3
                for client in clients:
                    with pytest.raises(ClientStateError, match="closed|event loop"):
                        await client.tasks.list()
            """
        ).assert_outcomes(passed=3, failed=1)

    def test_client_may_be_entered_too(self, run) -> None:
        """``async with`` works in a test."""
        run(
            """
            import pytest

            @pytest.mark.asyncio
            async def test_it(plutio):
                async with plutio:
                    await plutio.tasks.list()
            """
        ).assert_outcomes(passed=1)

    def test_in_sync_tests(self, run) -> None:
        """A sync test can use the sandbox, and a client in an event loop that it starts."""
        run(
            """
            import asyncio

            def test_sandbox(plutio_sandbox):
                plutio_sandbox.seed(tasks=[{"title": "Brief"}])
                assert len(plutio_sandbox.records("tasks")) == 1
                plutio_sandbox.assert_not_called()

            def test_client(plutio):
                assert asyncio.run(plutio.tasks.list()) == []
            """
        ).assert_outcomes(passed=2)

    def test_waits_take_no_time(self, run) -> None:
        """An hour of ``Retry-After`` and a day of the clock take no time."""
        run(
            """
            import pytest
            from plutio_async.testing import Fault

            @pytest.mark.asyncio
            @pytest.mark.plutio(faults=[Fault.too_many_requests(60, nth=1)])
            async def test_it(plutio, plutio_clock):
                began = plutio_clock.time()
                await plutio.tasks.create(title="Brief")
                await plutio_clock.sleep(86_400)
                assert plutio_clock.time() - began >= 86_460
            """,
            "--timeout=20",
        ).assert_outcomes(passed=1)

    def test_clock_can_be_overridden(self, run) -> None:
        """Overriding ``plutio_clock`` changes the clock of the sandbox and of the client."""
        run(
            """
            import pytest
            from plutio_async.testing import FakeClock

            @pytest.fixture
            def plutio_clock():
                return FakeClock(start=0.0)

            @pytest.mark.asyncio
            async def test_it(plutio, plutio_clock, plutio_sandbox):
                await plutio.tasks.create(title="Brief")
                await plutio_clock.advance(300_000)
                await plutio.tasks.list()
                plutio_sandbox.assert_called("POST", "/oauth/token", times=2)
                assert plutio_sandbox.records("tasks")[0]["createdAt"].startswith("1970-01-01")
            """
        ).assert_outcomes(passed=1)


class TestMarker:
    def test_sets_the_sandbox_up(self, run) -> None:
        """Switches, limit, seed, businesses and the example workspace."""
        run(
            """
            import pytest
            from plutio_async import RateLimitError
            from plutio_async.testing import Switches

            @pytest.mark.plutio(switches={"get_one": "object"}, limit=5, seed=3, businesses=["one", "two"])
            def test_it(plutio_sandbox):
                assert plutio_sandbox.switches == Switches(get_one="object")
                assert (plutio_sandbox.limit, plutio_sandbox.seed_number) == (5, 3)
                assert plutio_sandbox.businesses == ("one", "two")

            @pytest.mark.plutio(switches=Switches(money="text"), limit=None, workspace=True)
            def test_other(plutio_sandbox):
                assert plutio_sandbox.switches.money == "text"
                assert plutio_sandbox.limit is None
                assert len(plutio_sandbox.records("people")) > 5

            def test_none(plutio_sandbox):
                assert plutio_sandbox.switches == Switches()
                assert (plutio_sandbox.limit, plutio_sandbox.seed_number) == (1000, 0)
                assert plutio_sandbox.records("people") == []
            """
        ).assert_outcomes(passed=3)

    def test_plans_faults_with_the_seed(self, run) -> None:
        """One fault or several, and the same ones in every run with the same seed."""
        run(
            """
            import pytest
            from plutio_async import OutcomeUnknown
            from plutio_async.testing import Fault

            @pytest.mark.asyncio
            @pytest.mark.plutio(faults=Fault.reset("after", method="POST", path="/tasks", nth=1))
            async def test_one(plutio):
                with pytest.raises(OutcomeUnknown):
                    await plutio.tasks.create(title="Brief")

            runs = []

            @pytest.mark.asyncio
            @pytest.mark.parametrize("time", [1, 2])
            @pytest.mark.plutio(faults=[Fault.server_error(rate=0.5)], seed=11)
            async def test_many(plutio, plutio_sandbox, time):
                quick = plutio.with_options(retries=1)
                statuses = []
                for _ in range(20):
                    try:
                        await quick.tasks.list()
                    except Exception:
                        pass
                runs.append([call.status for call in plutio_sandbox.calls])
                assert runs[0] == runs[-1]
                assert set(runs[0]) == {200, 500}
            """
        ).assert_outcomes(passed=3)

    def test_own_marker_overrides_that_of_the_class(self, run) -> None:
        """The marker of a test overrides single settings of its class."""
        run(
            """
            import pytest

            pytestmark = pytest.mark.plutio(seed=1, limit=1)

            @pytest.mark.plutio(seed=2, businesses=["two"])
            class TestIt:
                @pytest.mark.plutio(seed=3)
                def test_it(self, plutio_sandbox):
                    assert (plutio_sandbox.seed_number, plutio_sandbox.business, plutio_sandbox.limit) == (3, "two", 1)
            """
        ).assert_outcomes(passed=1)

    def test_wrong_settings_are_errors(self, run) -> None:
        """A wrong marker is an error of its test, in one line and without a traceback."""
        wrong = [
            ("limt=5", "there is no setting 'limt'. Did you mean 'limit'?"),
            ("5", "name each setting, such as faults=[…]; 5 has no name"),
            ("switches={'get_on': 'object'}", "there is no switch 'get_on'. Did you mean 'get_one'?"),
            ("switches={'get_one': 'both'}", "switch get_one cannot be 'both'"),
            ("switches=['get_one']", "switches are Switches(…) or a mapping"),
            ("faults=[Fault.reset(path='/task')]", "no call goes to '/task'. Did you mean '/tasks'?"),
            ("faults=['reset']", "a plan is made of faults such as"),
            ("limit=0", "limit cannot be 0"),
            ("faults=5", "a plan is made of faults such as"),
            ("businesses=5", "businesses cannot be 5"),
            ("workspace='no'", "workspace cannot be 'no'; it is True or False"),
        ]
        tests = [
            f"@pytest.mark.plutio({marker})\ndef test_{n}(plutio_sandbox): pass\n"
            for n, (marker, _) in enumerate(wrong)
        ]
        result = run("\n".join(["import pytest", "from plutio_async.testing import Fault", *tests]), "-rN")
        result.assert_outcomes(errors=len(wrong))
        output = result.stdout.str()
        shown = [line for line in output.splitlines() if line.startswith("@pytest.mark.plutio: ")]
        assert len(shown) == len(wrong)
        for line, (_, message) in zip(shown, wrong, strict=True):
            assert message in line
        assert "Traceback" not in output
        assert "settings_of" not in output

    def test_is_registered(self, run) -> None:
        """``--strict-markers`` knows it, and ``--markers`` explains it."""
        result = run("", "--markers")
        result.stdout.fnmatch_lines(["@pytest.mark.plutio(*switches=None, faults=*"])


class TestFailures:
    def test_report_lists_the_calls_and_the_seeds(self, run) -> None:
        """A failure shows the seed, the calls and the strikes, and no secret."""
        result = run(
            """
            import pytest
            from plutio_async.testing import Fault

            @pytest.mark.asyncio
            @pytest.mark.plutio(faults=[Fault.server_error(503, nth=1), Fault.reset(nth=99)], seed=12)
            async def test_it(plutio):
                await plutio.tasks.create(title="Brief")
                assert 1 == 2
            """
        )
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "*- Plutio sandbox -*",
                "seed 12",
                "The calls that were made (2):",
                "  1. POST /oauth/token * -> 200",
                "  2. POST /tasks * -> 503",
                "faults with seed 12:",
                "  affected POST /tasks: Fault.server_error(status=503, nth=1)",
                "  affected no call: Fault.reset(nth=99)",
            ]
        )
        assert "sandbox-secret" not in result.stdout.str()

    def test_failed_assertions_are_readable(self, run) -> None:
        """The traceback ends in the test, and the message lists the calls."""
        result = run(
            """
            import pytest

            @pytest.mark.asyncio
            async def test_it(plutio, plutio_sandbox):
                await plutio.tasks.create(title="Brief")
                plutio_sandbox.assert_called("POST", "/tasks", times=1, json={"title": "Plan"})
            """
        )
        result.stdout.fnmatch_lines(
            [
                'E * calls of POST /tasks with json {"title": "Plan"}: expected 1, found none',
                'E * 2. POST /tasks {"title": "Brief"} -> 200   <- json.title is "Brief"',
            ]
        )
        assert "_assertions.py" not in result.stdout.str()
        assert "def closing" not in result.stdout.str()

    def test_passing_and_unrelated_tests_have_no_report(self, run) -> None:
        """Only failures of tests with a sandbox have the section."""
        result = run("def test_it(plutio_sandbox): pass\n\ndef test_other(): assert False", "-rA")
        assert "Plutio sandbox" not in result.stdout.str()


@pytest.mark.system
def test_a_missing_extra_is_an_error(pytester: pytest.Pytester) -> None:
    """A fixture fails with one line that names the package to install."""
    pytester.makeini(INI)
    pytester.makeconftest("import sys\n\nsys.modules['mongomock'] = None")
    pytester.makepyfile("def test_it(plutio_sandbox): pass")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rN")
    lines = [line for line in result.stdout.lines if "install" in line and "plutio-async[testing]" in line]
    assert len(lines) == 1
    assert "mongomock is missing; install plutio-async[testing]" in lines[0]
    assert "ModuleNotFoundError" not in result.stdout.str()


def test_loading_the_plugin_loads_nothing_else() -> None:
    """The plugin loads no client, HTTP library, matcher or validator before a fixture is used."""
    heavy = ("httpx", "attrs", "anyio", "mongomock", "jsonschema_rs", "uvicorn", "plutio_async._client.client")
    code = f"import sys, pytest; before = set(sys.modules); import {PLUGIN}; print(sorted(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    loaded = eval(found)
    assert loaded == ["plutio_async", "plutio_async._core", "plutio_async.testing", PLUGIN]
    assert not set(loaded) & set(heavy)


def test_faults_can_be_named_without_the_matcher() -> None:
    """Markers name faults while tests are collected, which loads neither a client nor what the sandbox needs."""
    code = "import sys; from plutio_async.testing import Fault, Switches; print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert not set(eval(found)) & {"httpx", "mongomock", "jsonschema_rs", "uvicorn", "plutio_async._client.client"}


def test_docs_list_every_switch_and_every_fault() -> None:
    """The tables of docs/testing.md have a row for each, with the right default."""
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    for switch in attrs.fields(Switches):
        default = int(switch.default) if isinstance(switch.default, float) else switch.default
        assert f"| `{switch.name}` | {switch.metadata['description']} | `{default}` |" in page
    made = [name for name, value in vars(Fault).items() if isinstance(value, classmethod) and name[0] != "_"]
    assert [name for name in made if f"| `{name}(" not in page] == []


def blocks(language: str) -> dict[str, str]:
    """The code blocks of the page on testing that name a file in their first line."""
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n# (\S+\.py)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return dict(found)


@pytest.mark.system
def test_examples_of_the_docs_run(run, pytester: pytest.Pytester) -> None:
    """All code blocks of docs/testing.md, with the tests in them, on asyncio and trio."""
    files = blocks("python")
    for name, source in files.items():
        (pytester.path / name).write_text(source, encoding="utf-8")
    pytester.syspathinsert()
    result = run("")
    count = sum(source.count("def test_") for name, source in files.items() if name.startswith("test_"))
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}
    assert outcomes["passed"] >= count >= 8
    programs = [name for name, source in files.items() if "anyio.run(main)" in source]
    assert programs == ["in_process.py", "on_a_port.py"]
    assert [pytester.runpython(name).ret for name in programs] == [0, 0]
