using System.Numerics;

namespace Alink.Runtime;

/// <summary>The lanes that one host folds, and the canonical tree in which their states merge.</summary>
/// <remarks>
/// The tree stands over all lanes: of P leaves, the least power of two that holds them, lane l is the leaf P + l, and
/// the parent of node i is i / 2. A subtree without lanes is skipped. So the order of merging follows from the number
/// of lanes.
/// </remarks>
/// <param name="Lanes">How many lanes there are on all hosts.</param>
/// <param name="First">The first lane of this host.</param>
/// <param name="End">The lane after the last of this host.</param>
readonly record struct LaneRange(int Lanes, int First, int End)
{
    /// <summary>P, the number of leaves.</summary>
    public int Leaves { get; } = Lanes <= 1 ? 1 : (int)BitOperations.RoundUpToPowerOf2((uint)Lanes);

    /// <summary>How many lanes this host folds.</summary>
    public int Count => End - First;

    /// <summary>Every lane.</summary>
    public static LaneRange All(int lanes) => new(lanes, 0, lanes);

    /// <summary>The lanes of one of several hosts; every host has as many as the next, or one more or less.</summary>
    public static LaneRange Of(int lanes, int host, int hosts) =>
        new(lanes, (int)((long)lanes * host / hosts), (int)((long)lanes * (host + 1) / hosts));

    /// <summary>Whether this host folds a lane.</summary>
    public bool Has(int lane) => First <= lane && lane < End;

    /// <summary>Whether a subtree holds any lane at all.</summary>
    public bool Exists(int node) => FirstLane(node) < Lanes;

    /// <summary>Whether this host folds every lane of a subtree.</summary>
    public bool IsWhole(int node) => FirstLane(node) >= First && EndLane(node) <= End;

    /// <summary>The largest subtrees of which this host folds every lane, in the order of their lanes.</summary>
    public List<int> Roots()
    {
        var roots = new List<int>();
        for (var lane = First; lane < End; lane = EndLane(roots[^1]))
        {
            var node = Leaves + lane;
            while (node > 1 && IsWhole(node / 2))
            {
                node /= 2;
            }

            roots.Add(node);
        }

        return roots;
    }

    int FirstLane(int node) => (node << Height(node)) - Leaves;

    int EndLane(int node) => Math.Min(Lanes, ((node + 1) << Height(node)) - Leaves);

    int Height(int node) => BitOperations.Log2((uint)Leaves) - BitOperations.Log2((uint)node);
}
