using System.Text.Json.Nodes;
using Alink.Interactive.Jupyter;
using Alink.Tests.Interactive.Zmtp;

namespace Alink.Tests.Interactive.Jupyter;

/// <summary>A kernel, as a front end meets it on its five sockets.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class KernelTest : IAsyncLifetime
{
    const string Key = "a key that both know";

    readonly Kernel _kernel = new(new ConnectionFile { Key = Key });
    readonly CancellationTokenSource _end = new();
    readonly MessageCodec _codec = new(Key);
    readonly Peer _shell, _control, _stdin, _output;
    readonly Task _running;

    public KernelTest()
    {
        _shell = Peer.Open(_kernel.Ports.Shell, "DEALER", "me");
        _control = Peer.Open(_kernel.Ports.Control, "DEALER", "me");
        _stdin = Peer.Open(_kernel.Ports.Stdin, "DEALER", "me");
        _output = Peer.Open(_kernel.Ports.IOPub, "SUB");
        _output.Send([1]);
        _output.Await();
        _running = Task.Run(() => _kernel.RunAsync(_end.Token));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        Array.ForEach([_shell, _control, _stdin, _output], peer => peer.Dispose());
    }

    [Fact]
    public void It_tells_what_it_speaks()
    {
        var reply = Ask("kernel_info_request", []);
        Assert.Equal(("kernel_info_reply", "C#"), (reply.Type, (string?)reply.Content["language_info"]!["name"]));
        Assert.StartsWith("5.", reply.Text("protocol_version"));
    }

    [Fact]
    public void A_cell_is_busy_echoed_heard_shown_answered_and_idle_under_its_request()
    {
        Skip("starting");
        var reply = Ask("execute_request", new() { ["code"] = "Console.Write(\"a\"); display(2); Console.Write(\"b\");\n3" });
        Assert.Equal(("ok", 1), (reply.Text("status"), reply.Number("execution_count")));
        var told = Told();
        Assert.Equal(["status", "execute_input", "stream", "display_data", "stream", "execute_result", "status"], told.Select(message => message.Type));
        Assert.Equal(["busy", "idle"], told.Where(message => message.Type == "status").Select(message => message.Text("execution_state")));
        Assert.Equal("3", (string?)told[5].Content["data"]!["text/plain"]);
        Assert.All(told, message => Assert.Equal((string?)reply.Parent["msg_id"], (string?)message.Parent["msg_id"]));
    }

    [Fact]
    public void A_failing_cell_tells_its_line_and_what_waits_is_not_run()
    {
        Skip("starting");
        Send(_shell, "execute_request", new() { ["code"] = "Console.ReadLine();\nthrow new Exception(\"no\");", ["allow_stdin"] = true });
        Assert.Equal("input_request", Receive(_stdin).Type);
        Send(_shell, "execute_request", new() { ["code"] = "1" });
        Send(_shell, "kernel_info_request", []);
        _shell.Await();
        Send(_stdin, "input_reply", new() { ["value"] = "" });
        var reply = Receive(_shell);
        Assert.Equal(("error", "Exception", "no"), (reply.Text("status"), reply.Text("ename"), reply.Text("evalue")));
        Assert.Contains("line 2", reply.Content["traceback"]!.ToJsonString());
        Assert.Equal("aborted", Receive(_shell).Text("status"));
        Assert.Equal("kernel_info_reply", Receive(_shell).Type);
        Assert.Contains(Told(), message => message.Type == "error");
        Assert.Equal("ok", Ask("execute_request", new() { ["code"] = "1" }).Text("status"));
    }

    [Fact]
    public void A_silent_cell_shows_nothing_and_counts_as_none()
    {
        Skip("starting");
        Assert.Equal(0, Ask("execute_request", new() { ["code"] = "display(1);\n2", ["silent"] = true }).Number("execution_count"));
        Assert.All(Told(), message => Assert.Equal("status", message.Type));
    }

    [Fact]
    public void A_cell_asks_whoever_runs_it_and_nobody_who_does_not_want_to_be_asked()
    {
        Send(_shell, "execute_request", new() { ["code"] = "Console.ReadLine()", ["allow_stdin"] = true });
        Assert.Equal("input_request", Receive(_stdin).Type);
        Send(_stdin, "input_reply", new() { ["value"] = "Ada" });
        Assert.Equal("ok", Receive(_shell).Text("status"));
        Assert.Equal("error", Ask("execute_request", new() { ["code"] = "Console.ReadLine()" }).Text("status"));
    }

    [Fact]
    public void Beside_cells_it_completes_inspects_and_judges_code()
    {
        // The first letter is one of Jupyter's characters and two of .NET's.
        var completed = Ask("complete_request", new() { ["code"] = "\"𝒜\" + Console.WriteL", ["cursor_pos"] = 21 });
        Assert.Equal("""["WriteLine"]""", completed.Content["matches"]!.ToJsonString());
        Assert.Equal((14, 21), (completed.Number("cursor_start"), completed.Number("cursor_end")));
        Assert.True(Ask("inspect_request", new() { ["code"] = "Console.Out", ["cursor_pos"] = 2 }).Flag("found", false));
        Assert.Equal("incomplete", Ask("is_complete_request", new() { ["code"] = "{" }).Text("status"));
        Assert.Equal("[]", Ask("history_request", []).Content["history"]!.ToJsonString());
        Assert.Equal("{}", Ask("comm_info_request", []).Content["comms"]!.ToJsonString());
    }

    [Fact]
    public void A_message_that_is_unsigned_wrongly_signed_or_no_message_is_not_heard()
    {
        var frames = Encoded("execute_request", new() { ["code"] = "System.IO.File.Delete(\"x\")" });
        _shell.Send([frames[0], [], .. frames[2..]]);
        _shell.Send([frames[0], [.. frames[1].Reverse()], .. frames[2..]]);
        _shell.Send([.. frames[..5], [.. frames[5], (byte)' ']]);
        _shell.Send("nonsense");
        Assert.Equal("kernel_info_reply", Ask("kernel_info_request", []).Type);
    }

    [Fact]
    public void A_running_cell_is_interrupted_over_control_and_the_next_one_runs()
    {
        Skip("starting");
        Send(_shell, "execute_request", new() { ["code"] = "var place = display(1); place.Update(2);\nThread.Sleep(Timeout.Infinite);" });
        var told = new List<Message>();
        while (told.LastOrDefault()?.Type != "update_display_data")
        {
            told.Add(Published());
        }

        Assert.Equal((string?)told[^2].Content["transient"]!["display_id"], (string?)told[^1].Content["transient"]!["display_id"]);
        Assert.Equal("interrupt_reply", Ask("interrupt_request", [], _control).Type);
        Assert.Equal("Interrupted", Receive(_shell).Text("ename"));
        Assert.Equal("ok", Ask("execute_request", new() { ["code"] = "1" }).Text("status"));
    }

    [Fact]
    public void Cells_are_remembered_by_number_pattern_and_from_the_last()
    {
        Array.ForEach(["1", "var x = 2;", "x"], code => Ask("execute_request", new() { ["code"] = code }));
        Assert.Equal("""[[0,3,"x"]]""", Remembered(new() { ["hist_access_type"] = "tail", ["n"] = 1 }));
        Assert.Equal("""[[0,1,["1",null]]]""", Remembered(new() { ["hist_access_type"] = "range", ["start"] = 1, ["stop"] = 2, ["output"] = true }));
        Assert.Equal("""[[0,2,"var x = 2;"]]""", Remembered(new() { ["hist_access_type"] = "search", ["pattern"] = "var*" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_when_it_is_told_to_also_while_a_cell_runs(bool isRestart)
    {
        Send(_shell, "execute_request", new() { ["code"] = "display(1); while (true) { }" });
        while (Published().Type != "display_data")
        {
        }

        Assert.Equal(isRestart, Ask("shutdown_request", new() { ["restart"] = isRestart }, _control).Flag("restart", !isRestart));
        await _running;
    }

    string Remembered(JsonObject request) => Ask("history_request", request).Content["history"]!.ToJsonString();

    byte[][] Encoded(string type, JsonObject content) => _codec.Encode(new(
        [], new() { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "me", ["version"] = "5.3" }, [], content));

    void Send(Peer to, string type, JsonObject content) => to.Send(Encoded(type, content));

    Message Receive(Peer from) => _codec.Decode(from.Receive());

    Message Published() => Receive(_output);

    Message Ask(string type, JsonObject content, Peer? of = null)
    {
        Send(of ?? _shell, type, content);
        return Receive(of ?? _shell);
    }

    void Skip(string state) => Assert.Equal(state, Published().Text("execution_state"));

    /// <summary>What is published until the kernel is idle.</summary>
    List<Message> Told()
    {
        var told = new List<Message>();
        do
        {
            told.Add(Published());
        }
        while (told[^1].Text("execution_state") != "idle");
        return told;
    }
}
