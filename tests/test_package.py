"""The package as it is imported and installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import httpx
import pytest

import plutio_async
from plutio_async import errors, models, resources

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


def test_the_links_of_the_readme_work_on_the_package_index() -> None:
    """Each leads to a file of the repository, and its address there replaces it in the built package."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    relative = re.findall(r"\]\((?!https?://)([^)#]+)", readme)
    assert len(relative) > 20
    assert [path for path in relative if not (ROOT / path).is_file()] == []
    hook = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["metadata"]["hooks"]
    (change,) = hook["fancy-pypi-readme"]["substitutions"]
    built = re.sub(change["pattern"], change["replacement"], readme)
    assert re.findall(r"\]\((?!https://|#)", built) == []
    assert f"](https://example.com/plutio-async/source/{relative[0]})" in built


@pytest.mark.slow
def test_the_wheel_works_without_the_generator_and_its_packages(tmp_path: Path) -> None:
    """In a fresh environment: the client, a model, the description."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    paths = len(json.loads(zipfile.ZipFile(wheel).read("plutio_async/_generated/openapi.json"))["paths"])
    assert "plutio_async/_generated/openapi.json" in names
    assert "plutio_async/py.typed" in names
    assert {"plutio_async/_generated/claims.json", "plutio_async/_generated/yaml/plutio.yaml"} <= set(names)
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
        "import json\nfrom importlib.resources import files\n"
        "from plutio_async import Plutio\nfrom plutio_async.models import Task\n"
        "document = json.loads(files('plutio_async').joinpath('_generated/openapi.json').read_text())\n"
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
