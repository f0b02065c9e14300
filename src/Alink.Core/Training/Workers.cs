namespace Alink;

/// <summary>Does pieces of work that do not depend on each other, in any order or at the same time; returns when all are done.</summary>
/// <param name="pieces">How many there are.</param>
/// <param name="work">Does a piece, by its number from 0. It throws nothing.</param>
public delegate void Workers(int pieces, Action<int> work);
