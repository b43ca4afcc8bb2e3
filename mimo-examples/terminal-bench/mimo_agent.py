"""Runs mimo in the containers of Terminal-Bench.

    tb run --agent-import-path mimo_agent:MimoAgent --model anthropic/claude-sonnet-5 ...

The jar is copied into each container as it was built here; Java is installed where it is missing. Keys and addresses of
models are handed on from the environment. docs/benchmarks.md tells the rest.
"""

import os
import re
import shlex
import tarfile
import tempfile
from pathlib import Path

from terminal_bench.agents.installed_agents.abstract_installed_agent import AbstractInstalledAgent
from terminal_bench.terminal.models import TerminalCommand

HERE = Path(__file__).resolve().parent
BUILT = Path(os.environ.get("MIMO_BUILD", HERE.parent / "target"))
FOLDER = "/installed-agent"
HANDED_ON = re.compile(r"(MIMO|OPENAI|OPENAI_COMPATIBLE|ANTHROPIC|DEEPSEEK|MOONSHOT|KIMI|GLM|ZHIPU|ZAI|XIAOMI)_[A-Z_]+")
NOT_HANDED_ON = {"MIMO_HOME", "MIMO_BUILD"}


class MimoAgent(AbstractInstalledAgent):
    """The coding agent of the command line, alone in a container, with memory.

    model_name: as Terminal-Bench says it (provider/name) or as mimo does (provider:name); left out, the one that the
        environment variables ask for.
    max_steps, timeout: limits of a task, such as 300 and 45m; none when left out.
    """

    def __init__(self, model_name=None, max_steps=None, timeout=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._model = model_name
        self._max_steps = max_steps
        self._timeout = timeout

    @staticmethod
    def name():
        return "mimo"

    @property
    def _env(self):
        variables = {
            key: value
            for key, value in os.environ.items()
            if HANDED_ON.fullmatch(key) and key not in NOT_HANDED_ON
        }
        if self._model:
            variables["MIMO_MODEL"] = self._model if ":" in self._model else self._model.replace("/", ":", 1)
        if self._max_steps:
            variables["MIMO_MAX_STEPS"] = str(self._max_steps)
        if self._timeout:
            variables["MIMO_TIMEOUT"] = str(self._timeout)
        for key, value in variables.items():
            # The harness writes them between single quotes.
            if "'" in value:
                raise ValueError(f"the value of {key} has a quote in it")
        return variables

    @property
    def _install_agent_script_path(self):
        return HERE / "install-mimo.sh"

    def _run_agent_commands(self, instruction):
        return [
            TerminalCommand(
                command=f"sh {FOLDER}/run-mimo.sh {shlex.quote(instruction)}",
                min_timeout_sec=0.0,
                max_timeout_sec=float("inf"),
                block=True,
                append_enter=True,
            )
        ]

    def perform_task(self, instruction, session, logging_dir=None):
        with tempfile.TemporaryDirectory() as folder:
            packed = Path(folder) / "mimo.tar.gz"
            with tarfile.open(packed, "w:gz") as tar:
                tar.add(BUILT / "mimo.jar", "mimo.jar")
                tar.add(BUILT / "lib", "lib")
            for file in (packed, HERE / "run-mimo.sh"):
                session.copy_to_container(file, container_dir=FOLDER, container_filename=file.name)
            return super().perform_task(instruction, session, logging_dir)
