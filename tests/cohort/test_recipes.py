"""What a hub and Binder are built from: files that their tools can read, and say what we say."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_the_environment_installs_this_project() -> None:
    recipe = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert recipe["channels"] == ["conda-forge"]
    *conda, by_pip = recipe["dependencies"]
    assert [name.partition("=")[0] for name in conda] == ["python", "pip"]
    assert by_pip == {"pip": [".[lab]"]}


def test_the_charts_values_are_those_of_the_hubs_configuration() -> None:
    values = yaml.safe_load((ROOT / "deploy/hub/z2jh-values.yaml").read_text("utf-8"))
    hub = (ROOT / "deploy/hub/jupyterhub_config.py").read_text("utf-8")
    server = values["singleuser"]
    assert f'mem_guarantee = "{server["memory"]["guarantee"]}"' in hub
    assert f'mem_limit = "{server["memory"]["limit"]}"' in hub
    assert f"cpu_guarantee = {server['cpu']['guarantee']}" in hub
    assert f"start_timeout = {server['startTimeout']}" in hub
    assert f"concurrent_spawn_limit = {values['hub']['concurrentSpawnLimit']}" in hub
    (_, _, code) = server["lifecycleHooks"]["postStart"]["exec"]["command"]
    compile(code, "postStart", "exec")
