namespace Alink.Runtime;

/// <summary>What a host brings to a pass.</summary>
/// <param name="Rows">The rows it read.</param>
/// <param name="States">The states of the largest subtrees of which it folded every lane, in the order of their
/// lanes.</param>
sealed record Share<TState>(long Rows, TState[] States);
