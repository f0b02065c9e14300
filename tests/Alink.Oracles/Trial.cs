namespace Alink.Oracles;

/// <summary>A case while it runs.</summary>
public sealed class Trial
{
    readonly Facts _expected;

    public Trial(Case one)
    {
        Case = one;
        Params = new("parameters", one.Params);
        Data = new("data", one.Data);
        _expected = new("expectations", one.Expected);
        Expected = new(_expected, one.Tolerance);
    }

    public Case Case { get; }

    public Facts Params { get; }

    public Facts Data { get; }

    public Expectation Expected { get; }

    /// <summary>Runs the case: every parameter, every piece of data and every expectation must be heeded.</summary>
    /// <returns>How near to its tolerance the worst number came.</returns>
    public double Run(IOracle oracle)
    {
        oracle.Run(this);
        AllRead("parameter", Params);
        AllRead("data", Data);
        AllRead("expectation", _expected);
        return Expected.Worst;
    }

    static void AllRead(string of, Facts facts) =>
        Assert.True(!facts.Unread.Any(), $"Nobody heeded the {of} '{string.Join("', '", facts.Unread)}'.");
}

/// <summary>Runs the cases of an algorithm of ours.</summary>
public interface IOracle
{
    /// <summary>Says the parameters in our options, learns from the data, and compares what comes out.</summary>
    void Run(Trial trial);
}
