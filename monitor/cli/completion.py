"""`monitor completion bash`: the script that makes a shell complete our commands and options."""

import click
from click.shell_completion import get_completion_class

_HOW = """Print the completion script of a shell.

To use it: eval "$(monitor completion bash)", the same with zsh, or monitor completion fish | source.
"""


@click.command(help=_HOW)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(script(ctx.find_root().command, {}, "monitor", "_MONITOR_COMPLETE").source())
