using System.Text;

namespace Alink.Interactive.Cells;

/// <summary>While a cell runs, the console is the front end: what is written is shown at once, and a line that is read is asked for.</summary>
sealed class ConsoleStreams : IDisposable
{
    readonly (TextWriter Out, TextWriter Error, TextReader In) _before = (Console.Out, Console.Error, Console.In);
    readonly Stream _output, _errors;

    public ConsoleStreams(IFrontend frontend, CancellationToken interrupt)
    {
        (_output, _errors) = (new("stdout", frontend), new("stderr", frontend));
        Console.SetOut(_output);
        Console.SetError(_errors);
        Console.SetIn(new Questions(frontend, interrupt));
    }

    /// <summary>Shows what has been written so far.</summary>
    public void Flush()
    {
        _output.Flush();
        _errors.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.SetOut(_before.Out);
        Console.SetError(_before.Error);
        Console.SetIn(_before.In);
        _output.Dispose();
        _errors.Dispose();
    }

    /// <summary>Shows text in pieces: when much has come, and when some time has gone.</summary>
    sealed class Stream : TextWriter
    {
        const int Much = 1 << 14;

        static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

        readonly StringBuilder _text = new();
        readonly Lock _lock = new();
        readonly string _name;
        readonly IFrontend _frontend;
        readonly Timer _timer;

        public Stream(string name, IFrontend frontend)
        {
            (_name, _frontend) = (name, frontend);
            _timer = new(_ => Flush());
            NewLine = "\n";
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Write(ReadOnlySpan<char> buffer)
        {
            lock (_lock)
            {
                if (_text.Length == 0)
                {
                    _timer.Change(Soon, Timeout.InfiniteTimeSpan);
                }

                _text.Append(buffer);
                if (_text.Length >= Much)
                {
                    Flush();
                }
            }
        }

        public override void Flush()
        {
            lock (_lock)
            {
                if (_text.Length > 0)
                {
                    _frontend.Write(_name, _text.ToString());
                    _text.Clear();
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            _timer.Dispose();
            Flush();
        }
    }

    /// <summary>Asks for a line whenever there is nothing left of the one before.</summary>
    sealed class Questions(IFrontend frontend, CancellationToken interrupt) : TextReader
    {
        string _rest = "";

        public override string ReadLine()
        {
            var line = (_rest.Length > 0 ? _rest : Asked()).TrimEnd('\n');
            _rest = "";
            return line;
        }

        public override int Peek() => (_rest = _rest.Length > 0 ? _rest : Asked())[0];

        public override int Read()
        {
            var next = Peek();
            _rest = _rest[1..];
            return next;
        }

        string Asked()
        {
            Console.Out.Flush();
            return frontend.ReadLine(interrupt) + "\n";
        }
    }
}
