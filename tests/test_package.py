"""The package as it is imported and installed."""

from __future__ import annotations

import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

import hatch_build
import plutio_async
from plutio_async import errors, models, resources
from plutio_async._core.bundled import bundled_texts, openapi_document

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def loaded(code: str) -> set[str]:
    return set(run(f"{code}\nimport sys; print(' '.join(sys.modules))").split())


def test_importing_the_package_is_light() -> None:
    """It loads no model, no resource and not httpx."""
    modules = loaded("import plutio_async")
    assert {name for name in modules if name.startswith("plutio_async")} == {
        "plutio_async",
        "plutio_async._core",
    }
    assert not {"httpx", "attrs", "anyio", "typing"} & (modules - loaded("pass"))


def test_the_class_of_the_client_is_light_too() -> None:
    """Programs import it at their start, and may never make a client. The command line starts without what only writes need."""
    assert not {"attrs", "inspect", "httpx"} & (loaded("from plutio_async import Plutio") - loaded("pass"))
    assert not {"tempfile", "plutio_async.errors"} & loaded("import plutio_async.cli.app")


def test_the_client_loads_no_model_and_no_resource() -> None:
    """They are loaded when they are first used."""
    modules = loaded("from plutio_async import Plutio; Plutio('id', 'secret')")
    assert not {name for name in modules if "_generated.models" in name or "_generated.resources" in name}
    assert not {name for name in modules if name.startswith("plutio_async.testing")}
    assert not {"asyncio", "plutio_async._resources.listing", "plutio_async._query.compiling"} & (
        modules - loaded("import httpx")
    )


def test_the_client_loads_httpx_with_its_first_call() -> None:
    """Importing and making a client need neither httpx nor what it connects with."""
    code = "from plutio_async import Plutio; plutio = Plutio('id', 'secret'); plutio.tasks"
    assert not {"httpx", "httpcore", "h11"} & loaded(code)
    call = "import anyio; from plutio_async import PlutioError\ntry: anyio.run(plutio.tasks.list)\nexcept PlutioError: pass"
    local = code.replace("'secret'", "'secret', base_url='http://localhost:9/v1', retries=1")
    assert {"httpx", "httpcore"} <= loaded(f"{local}\n{call}")


def test_one_resource_loads_its_own_models_only() -> None:
    """And no other resource."""
    modules = loaded("from plutio_async import Plutio; Plutio('id', 'secret').tasks")
    assert "plutio_async._generated.models.task" in modules
    assert not {"plutio_async._generated.models.invoice", "plutio_async._generated.models.part_dicts"} & modules
    assert {name for name in modules if name.startswith("plutio_async._generated.resources.")} == {
        "plutio_async._generated.resources.tasks"
    }


def test_the_core_needs_three_packages_only() -> None:
    """httpx, attrs and anyio, and what they bring."""
    brought = {"h11", "httpcore", "idna", "certifi", "sniffio", "typing_extensions", "attr"}
    brought |= {"click", "rich", "pygments", "markdown_it", "mdurl"}  # httpx loads its command line where these are
    optional = {"trio", "h2", "socksio"}  # httpcore and anyio load them where they are
    modules = loaded(
        f"import sys; sys.modules |= dict.fromkeys({optional})\nfrom plutio_async import *\n"
        "Plutio('id', 'secret').tasks; import plutio_async._http.pool"
    )
    roots = {name.split(".")[0] for name in modules - loaded("")} - set(sys.stdlib_module_names)
    foreign = {name for name in roots if not name.startswith("_")}
    if httpx.__name__ == "httpx2":
        brought |= {"httpx2", "httpcore2", "truststore", "backports"}  # in which it looks for zstd
    assert foreign - brought - optional == {"plutio_async", "httpx", "attrs", "anyio"}


@pytest.mark.parametrize(
    ("module", "package"), [("otel", "opentelemetry"), ("sentry", "sentry_sdk")], ids=["otel", "sentry"]
)
def test_what_observes_is_an_extra(module: str, package: str) -> None:
    """It is loaded only when it is imported, and its error says what to install."""
    assert package not in loaded(
        "from plutio_async import Observer, Plutio; Plutio('id', 'secret', observer=Observer())"
    )
    code = f"import sys; sys.modules['{package}'] = None\ntry: import plutio_async.{module}\nexcept ImportError as error: print(error)"
    assert run(code) == f"{package} is missing; install plutio-async[{module}]"


@pytest.mark.parametrize("module", [plutio_async, models, resources, errors])
def test_everything_that_is_exported_exists(module: object) -> None:
    """Once, and visible to ``dir``."""
    names = module.__all__  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(module, name) is not None
        assert name in dir(module)


@pytest.mark.parametrize("module", [plutio_async, models, resources])
def test_a_wrong_name_is_an_attribute_error(module: object) -> None:
    """Like in any module."""
    with pytest.raises(AttributeError, match="Nonsense"):
        module.Nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_the_same_everywhere() -> None:
    """In the package and in its metadata."""
    assert f'version = "{plutio_async.__version__}"' in (ROOT / "pyproject.toml").read_text()


def readme_of(repository: str) -> dict[str, Any]:
    """The metadata that the build adds where the repository has an address."""
    metadata: dict[str, Any] = {"version": "1.2.3"}
    hatch_build.Links(str(ROOT), {"repository": repository}).update(metadata)
    return metadata


def test_the_links_of_the_readme_work_on_the_package_index() -> None:
    """Each leads to a file of the repository, and its address there, as of the release, replaces it in the package."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    relative = re.findall(r"\]\((?!https?://)([^)#]+)", readme)
    assert len(relative) > 20
    assert [path for path in relative if not (ROOT / path).is_file()] == []
    metadata = readme_of("https://git.example.com/plutio/")
    built = metadata["readme"]["text"]
    assert re.findall(r"\]\((?!https://|#)", built) == []
    assert f"](https://git.example.com/plutio/blob/v1.2.3/{relative[0]})" in built
    assert metadata["urls"] == {
        "Homepage": "https://git.example.com/plutio",
        "Changelog": "https://git.example.com/plutio/blob/main/CHANGELOG.md",
        "Source": "https://git.example.com/plutio",
        "Issues": "https://git.example.com/plutio/issues",
    }


def test_without_an_address_no_link_leads_nowhere() -> None:
    """The text of each link stays. Nothing that is published has a made-up address."""
    metadata = readme_of("")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert metadata["urls"] == {}
    assert re.findall(r"\]\((?!https://|#)", metadata["readme"]["text"]) == []
    for text, _ in re.findall(r"(?<!!)\[([^\]]+)\]\((?!https?://|#)([^)]+)\)", readme):
        assert text in metadata["readme"]["text"]
    for path in ("pyproject.toml", "zensical.toml", "openapi/plutio.yaml", "CITATION.cff", "CODE_OF_CONDUCT.md"):
        assert "example.com" not in (ROOT / path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, set[str]]:
    """The archives of a checkout in which the site was built, and the names of the tracked files."""
    copy, dist = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tracked = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    for name in tracked:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for left in (
        ".cache/plugin/a.html",
        "docs/reference/tasks.md",
        "docs/pictures/a.svg",
        "site/index.html",
        "build/a",
        "x.log",
    ):
        (copy / left).parent.mkdir(parents=True, exist_ok=True)
        (copy / left).write_text("left by something else")
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist), str(copy)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return wheel, sdist, tracked


@pytest.mark.system
def test_the_source_archive_has_what_is_tracked(archives: tuple[Path, Path, set[str]]) -> None:
    """But for what CI runs, and with the metadata. What other tools leave in the folder stays out."""
    _, sdist, tracked = archives
    with tarfile.open(sdist) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    assert names == {name for name in tracked if not name.startswith(".ci/")} | {"PKG-INFO"}


@pytest.mark.system
def test_the_wheel_is_small_and_has_no_tests(archives: tuple[Path, Path, set[str]]) -> None:
    """At most 900 KB, with the description packed."""
    wheel, _, tracked = archives
    assert wheel.stat().st_size <= 900_000
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
        parts = lzma.decompress(files.read("plutio_async/_generated/bundled.xz")).decode().split("\0")
    ours = {name for name in tracked if name.startswith("plutio_async/")}
    assert {name for name in names if ".dist-info/" not in name} == {
        *(name for name in ours if not name.endswith(("claims.json", "openapi.json"))),
        "plutio_async/_generated/bundled.xz",
    }
    packed = dict(zip(parts[::2], parts[1::2], strict=True))
    assert packed.keys() == bundled_texts().keys()
    for name, text in bundled_texts().items():
        read = json.loads if name.endswith(".json") else str
        assert read(packed[name]) == read(text)


@pytest.mark.slow
def test_the_wheel_works_without_the_generator_and_its_packages(tmp_path: Path) -> None:
    """In a fresh environment: the client, a model, the description."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    paths = len(openapi_document()["paths"])
    assert "plutio_async/py.typed" in names
    assert "plutio_async/_generated/bundled.xz" in names
    assert not [name for name in names if name.startswith(("generator", "tests", "openapi"))]
    (metadata,) = [name for name in names if name.endswith("/METADATA")]
    assert b"](docs/" not in zipfile.ZipFile(wheel).read(metadata)

    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "fresh")], check=True)
    python = tmp_path / "fresh" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    quiet = {**os.environ, "PYTHONWARNINGS": ""}  # of pip itself
    subprocess.run(install, check=True, capture_output=True, env=quiet)
    installed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, env=quiet
    ).stdout
    assert not {"openapi-python-client", "jinja2", "pydantic"} & {
        line.split("==")[0].lower() for line in installed.split()
    }
    code = (
        "from plutio_async.description import openapi_document\n"
        "from plutio_async import Plutio\nfrom plutio_async.models import Task\n"
        "document = openapi_document()\n"
        "from plutio_async.cli.doctor.described import claims, description\n"
        "from plutio_async.cli.doctor.sources import files as sources\n"
        "assert claims() and description() and sources()['openapi/plutio.yaml']\n"
        "print(Task.from_dict({'_id': 't'}).id, len(document['paths']), Plutio('i', 's').tasks)"
    )
    done = subprocess.run([str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == f"t {paths} <plutio.tasks>", done.stderr
    done = subprocess.run([str(python), "-m", "plutio_async.testing"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(r"\w+ is missing; install it: pip install 'plutio-async\[testing\]'\n", done.stderr)


def test_dir_of_the_client_has_its_public_names_only() -> None:
    """Which prompts complete."""
    from plutio_async._generated.root import Resources

    plutio = plutio_async.Plutio("id", "secret")
    names = {name for name in dir(plutio) if not name.startswith("_")} - set(dir(Resources))
    assert names == {
        "aclose",
        "budget",
        "business",
        "expand",
        "find_similar",
        "for_business",
        "from_env",
        "request",
        "resources",
        "sandbox",
        "stats",
        "with_options",
        "with_raw_response",
    }
