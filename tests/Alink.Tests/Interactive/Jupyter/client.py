"""Meets the kernel as Jupyter's own client does, and prints what it sees; run by JupyterClientTest."""
from jupyter_client import KernelManager

manager = KernelManager(kernel_name=".net-csharp")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=100)


def run(code, first_line=False, **options):
    seen = []
    reply = client.execute_interactive(code, timeout=100, output_hook=seen.append, **options)["content"]
    shown = [message["content"] for message in seen if message["msg_type"] not in ("status", "execute_input")]
    texts = [(one.get("data") or {}).get("text/plain") or one.get("text") or one.get("evalue") for one in shown]
    print(reply["status"], [text.split("\n")[0] for text in texts] if first_line else texts)


def begin(code):
    """Runs a cell that shows a value and does not end, and waits for the value."""
    client.execute(code)
    while client.get_iopub_msg(timeout=100)["msg_type"] != "display_data":
        pass


def reply():
    return client.get_shell_msg(timeout=100)["content"]


run("var x = 41; Console.WriteLine(\"hi\");\nx + 1")
run("Console.ReadLine() + \"!\"", allow_stdin=True, stdin_hook=lambda message: client.input("Ada"))
client.complete("Console.WriteL", 14)
print(reply()["matches"])

begin("display(1); while (true) { }")
manager.interrupt_kernel()
print(reply()["ename"])
run("x")

run("var failing = new Thread(() => throw null!); failing.Start(); failing.Join(); var kept = 5;", first_line=True)
run("kept")

manager.restart_kernel()
client.wait_for_ready(timeout=100)
run("x")

begin("display(1); while (true) { }")
manager.shutdown_kernel()
print(manager.is_alive())
client.stop_channels()
