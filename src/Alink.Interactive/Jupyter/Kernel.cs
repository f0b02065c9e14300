using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alink.Interactive.Cells;
using Alink.Interactive.Zmtp;

namespace Alink.Interactive.Jupyter;

/// <summary>A kernel of Jupyter: takes requests of front ends, and shows them what the cells do.</summary>
sealed class Kernel : IFrontend
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly MessageCodec _codec;
    readonly ZmtpSocket _shell, _control, _stdin, _output, _heartbeat;
    readonly Engine _engine = new();
    readonly History _history = new();
    readonly Answers _answers;
    readonly TextWriter _log = Console.Error;
    readonly string _session = Guid.NewGuid().ToString("N");
    readonly CancellationTokenSource _end = new();
    readonly BlockingCollection<string> _lines = [];
    volatile Message? _running;
    volatile CancellationTokenSource _interrupt = new();
    volatile bool _maySpeak = true;

    /// <summary>Listens where a front end expects it.</summary>
    public Kernel(ConnectionFile file)
    {
        _codec = new(file.Key);
        _shell = new(ZmtpRole.Router, file.Address, file.Shell);
        _control = new(ZmtpRole.Router, file.Address, file.Control);
        _stdin = new(ZmtpRole.Router, file.Address, file.Stdin);
        _output = new(ZmtpRole.Publisher, file.Address, file.IOPub);
        _heartbeat = new(ZmtpRole.Echo, file.Address, file.Heartbeat);
        _answers = new(_engine, _history);
    }

    /// <summary>Where it listens: shell, control, stdin, output, heartbeat.</summary>
    public (int Shell, int Control, int Stdin, int IOPub, int Heartbeat) Ports =>
        (_shell.Port, _control.Port, _stdin.Port, _output.Port, _heartbeat.Port);

    /// <summary>Answers until a front end ends it, or the program that has started it is gone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(_end.Cancel);
        using var stopCell = _end.Token.Register(() => _interrupt.CancelAsync());
        Publish("status", new() { ["execution_state"] = "starting" });
        Task[] work = [WatchParentAsync(), EachAsync(_shell, OnShellAsync), EachAsync(_control, OnControlAsync), EachAsync(_stdin, OnLine)];
        // A cell that is deaf to interrupts is not waited for: its thread ends with the process.
        await Task.WhenAny(Task.WhenAll(work), Task.Delay(Timeout.InfiniteTimeSpan, _end.Token)).ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(work), Task.Delay(Patience, CancellationToken.None)).ConfigureAwait(false);
        foreach (var socket in new[] { _shell, _control, _stdin, _output, _heartbeat })
        {
            await socket.DisposeAsync().ConfigureAwait(false);
        }
    }

    void IFrontend.Write(string stream, string text) => Publish("stream", new() { ["name"] = stream, ["text"] = text });

    void IFrontend.Display(IReadOnlyDictionary<string, string> data, string id, bool isUpdate) => Publish(
        isUpdate ? "update_display_data" : "display_data",
        new() { ["data"] = Texts(data), ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = id } });

    string IFrontend.ReadLine(CancellationToken cancellation)
    {
        if (_running is not { } running || !running.Flag("allow_stdin", otherwise: false))
        {
            throw new IOException("This front end does not let a cell ask for input.");
        }

        while (_lines.TryTake(out _))
        {
            // It answers a question that nobody waits for any more.
        }

        Send(_stdin, running, "input_request", new() { ["prompt"] = "", ["password"] = false });
        return _lines.Take(cancellation);
    }

    /// <summary>Hands over one message after another.</summary>
    async Task EachAsync(ZmtpSocket socket, Func<Message, Task> take)
    {
        await foreach (var frames in socket.Received.ReadAllAsync(_end.Token).ConfigureAwait(false))
        {
            if (Signed(frames) is { } message)
            {
                await take(message).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A message that is signed; what is not is nobody's.</summary>
    Message? Signed(byte[][] frames)
    {
        try
        {
            return _codec.Decode(frames);
        }
        catch (InvalidDataException exception)
        {
            _log.WriteLine(exception.Message);
            return null;
        }
    }

    Task OnShellAsync(Message request) => BusyAsync(_shell, request, async () =>
    {
        if (request.Type == "execute_request")
        {
            await ExecuteAsync(request).ConfigureAwait(false);
        }
        else if ((Ended(request) ?? _answers.To(request)) is { } content)
        {
            Reply(_shell, request, content);
        }
    });

    /// <summary>Answers while a cell may be running.</summary>
    Task OnControlAsync(Message request) => BusyAsync(_control, request, () =>
    {
        if ((Ended(request) ?? (request.Type == "kernel_info_request" ? _answers.To(request) : null)) is { } content)
        {
            Reply(_control, request, content);
        }

        return Task.CompletedTask;
    });

    Task OnLine(Message answer)
    {
        if (answer.Type == "input_reply")
        {
            _lines.Add(answer.Text("value"));
        }

        return Task.CompletedTask;
    }

    async Task BusyAsync(ZmtpSocket socket, Message request, Func<Task> answer)
    {
        Publish("status", new() { ["execution_state"] = "busy" }, request);
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Reply(socket, request, Failed(new(exception.GetType().Name, exception.Message, 0, [exception.ToString()])));
        }

        Publish("status", new() { ["execution_state"] = "idle" }, request);
        if (request.Type == "shutdown_request")
        {
            await _end.CancelAsync().ConfigureAwait(false);
        }
    }

    async Task ExecuteAsync(Message request)
    {
        var (code, isSilent) = (request.Text("code"), request.Flag("silent", otherwise: false));
        if (!isSilent && request.Flag("store_history", otherwise: true))
        {
            _history.Add(code);
        }

        (_running, _maySpeak, _interrupt) = (request, !isSilent, new());
        Publish("execute_input", new() { ["code"] = code, ["execution_count"] = _history.Count });
        var result = await _engine.RunAsync(code, this, _interrupt.Token).ConfigureAwait(false);
        if (result.Shown is { } shown)
        {
            Publish("execute_result", new() { ["execution_count"] = _history.Count, ["data"] = Texts(shown), ["metadata"] = new JsonObject() });
        }

        if (result.Error is { } error)
        {
            Publish("error", Failed(error));
        }

        _maySpeak = true;
        var waiting = _shell.Received.Count; // What is sent once the failure is known is meant to run.
        Reply(_shell, request, result.Error is null ? Succeeded() : Failed(result.Error));
        if (result.Error is not null && request.Flag("stop_on_error", otherwise: true))
        {
            await AbortAsync(waiting).ConfigureAwait(false);
        }
    }

    /// <summary>Cells that wait behind one that has failed are not run.</summary>
    async Task AbortAsync(int waiting)
    {
        for (; waiting > 0 && _shell.Received.TryRead(out var frames); waiting--)
        {
            if (Signed(frames) is { Type: "execute_request" } cell)
            {
                await BusyAsync(_shell, cell, () =>
                {
                    Reply(_shell, cell, new() { ["status"] = "aborted", ["execution_count"] = _history.Count });
                    return Task.CompletedTask;
                }).ConfigureAwait(false);
            }
            else if (Signed(frames) is { } request)
            {
                await OnShellAsync(request).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends a cell, or (once it is idle) the kernel, and says so. Where a cell is deaf, nobody waits for it.</summary>
    JsonObject? Ended(Message request)
    {
        switch (request.Type)
        {
            case "interrupt_request":
                _ = _interrupt.CancelAsync();
                return new() { ["status"] = "ok" };
            case "shutdown_request":
                return new() { ["status"] = "ok", ["restart"] = request.Flag("restart", otherwise: false) };
            default:
                return null;
        }
    }

    JsonObject Succeeded() => new()
    {
        ["status"] = "ok",
        ["execution_count"] = _history.Count,
        ["user_expressions"] = new JsonObject(),
        ["payload"] = new JsonArray(),
    };

    JsonObject Failed(CellError error) => new()
    {
        ["status"] = "error",
        ["execution_count"] = _history.Count,
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    static JsonObject Texts(IReadOnlyDictionary<string, string> data) => [.. data.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))];

    /// <summary>Shows all front ends what a cell does, unless it is to be silent.</summary>
    void Publish(string type, JsonObject content, Message? parent = null)
    {
        if (_maySpeak || type is "status")
        {
            byte[] topic = [.. "kernel."u8, .. Encoding.ASCII.GetBytes(type)];
            _output.Send(_codec.Encode(new([topic], Header(type, parent ?? _running), ParentOf(parent ?? _running), content)));
        }
    }

    void Reply(ZmtpSocket socket, Message to, JsonObject content) =>
        Send(socket, to, to.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);

    void Send(ZmtpSocket socket, Message to, string type, JsonObject content) =>
        socket.Send(_codec.Encode(new(to.Identities, Header(type, to), ParentOf(to), content)));

    static JsonObject ParentOf(Message? message) => message is null ? [] : message.Header.DeepClone().AsObject();

    JsonObject Header(string type, Message? parent) => new()
    {
        ["msg_id"] = Guid.NewGuid().ToString("N"),
        ["session"] = _session,
        ["username"] = parent?.Header["username"]?.DeepClone() ?? "kernel",
        ["date"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        ["msg_type"] = type,
        ["version"] = Answers.Protocol,
    };

    async Task WatchParentAsync()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var id) && id > 1)
        {
            try
            {
                using var parent = Process.GetProcessById(id);
                await parent.WaitForExitAsync(_end.Token).ConfigureAwait(false);
            }
            catch (ArgumentException)
            {
                // It has gone already.
            }

            await _end.CancelAsync().ConfigureAwait(false);
        }
    }
}
