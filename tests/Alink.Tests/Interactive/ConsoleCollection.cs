namespace Alink.Tests.Interactive;

/// <summary>Tests of cells, which take the console and the current folder of the process: no other test runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "Console";
}
