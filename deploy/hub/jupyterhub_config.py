"""What a JupyterHub needs for the lessons, whatever spawns its servers.

Add it to your own configuration with ``load_subconfig("jupyterhub_config.py")``. The load test,
benchmarks/hub.py, runs with it; where the figures come from, docs/hub.md says.
"""

c = get_config()  # noqa: F821  (JupyterHub's own)

# A learner's server and the kernel of one lesson take 240 MB. The limit leaves room for several
# lessons open at once; what exceeds it is ended, and nothing is lost: every step is saved at once.
c.Spawner.mem_guarantee = "256M"
c.Spawner.mem_limit = "1G"
# While a server starts it takes a whole core for some seconds; afterwards next to nothing.
c.Spawner.cpu_guarantee = 0.1

# With a class at the door and few cores a server waits for its turn; the default of 30 s is short.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
# Who comes while so many servers start is sent away to try again: more than a class.
c.JupyterHub.concurrent_spawn_limit = 100

c.Spawner.args = [
    # Kernels that start in the same second may choose the same port; files have names. A socket's
    # path may have 107 characters, and in a home of 30 it has more: hence the runtime folder below.
    "--KernelManager.transport=ipc",
    # A lesson left open overnight gives its memory back; the journal and the talk are kept.
    "--MappingKernelManager.cull_idle_timeout=7200",
    "--MappingKernelManager.cull_connected=True",
    "--MappingKernelManager.cull_interval=300",
    "--ServerApp.shutdown_no_activity_timeout=10800",
]

c.Spawner.environment = {
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"/tmp/jupyter-{spawner.user.id}",  # noqa: S108  (above)
}
