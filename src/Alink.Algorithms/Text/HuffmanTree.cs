namespace Alink.Text;

/// <summary>A tree whose leaves are words, the frequent ones near the root.</summary>
/// <remarks>D. Huffman, "A method for the construction of minimum-redundancy codes", Proceedings of the IRE 40(9), 1952.</remarks>
sealed class HuffmanTree
{
    readonly int[][] _paths;
    readonly bool[][] _turns;

    /// <param name="counts">How often each word comes, the most frequent first.</param>
    public HuffmanTree(long[] counts)
    {
        // The inner nodes are made from the lightest on, so that they, and the words from the last, are two sorted queues.
        var words = counts.Length;
        var weights = new long[words - 1];
        var parents = new int[(2 * words) - 1];
        var isRight = new bool[parents.Length];
        var (leaf, inner) = (words - 1, 0);
        for (var made = 0; made < weights.Length; made++)
        {
            weights[made] = Take(made, false) + Take(made, true);
        }

        (_paths, _turns) = (new int[words][], new bool[words][]);
        for (var word = 0; word < words; word++)
        {
            var (path, turns) = (new List<int>(), new List<bool>());
            for (var node = word; node != parents.Length - 1; node = words + parents[node])
            {
                path.Add(parents[node]);
                turns.Add(isRight[node]);
            }

            (_paths[word], _turns[word]) = ([.. path], [.. turns]);
        }

        long Take(int parent, bool right)
        {
            var isLeaf = leaf >= 0 && (inner >= parent || counts[leaf] <= weights[inner]);
            var (child, weight) = isLeaf ? (leaf, counts[leaf--]) : (words + inner, weights[inner++]);
            (parents[child], isRight[child]) = (parent, right);
            return weight;
        }
    }

    /// <summary>The inner nodes above a word, from its own up to the root; shape: its depth.</summary>
    public ReadOnlySpan<int> Path(int word) => _paths[word];

    /// <summary>Whether the word is on the right of each of them.</summary>
    public ReadOnlySpan<bool> Turns(int word) => _turns[word];
}
