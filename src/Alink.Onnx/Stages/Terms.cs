using System.Collections.Immutable;
using Alink.Text;

namespace Alink.Onnx;

/// <summary>Models that make vectors of rows of tokens.</summary>
static class Terms
{
    public static void Add(Converters all)
    {
        all.Add<CountVectorizerModel>((model, rows) =>
        {
            var options = model.Options;
            var counts = Counts(rows, options.Tokens, model.Vocabulary, options.MinTermFrequency);
            rows.Write(options.Output.Name, options.Binary ? (counts > 0).As(ElementType.Double) : counts);
        });
        all.Add<TfIdfVectorizerModel>((model, rows) =>
        {
            var options = model.Options;
            var counts = Counts(rows, options.Tokens, model.Vocabulary, options.MinTermFrequency);
            var times = options.Binary ? counts.Number(1) : options.Sublinear ? counts.Log() + 1 : counts;
            var weighed = (counts > 0).Then(times * model.Idf.AsSpan(), 0);
            var squares = (weighed * weighed).Sum();
            rows.Write(options.Output.Name, options.Normalize ? weighed / (squares > 0).Then(squares.Through("Sqrt"), 1) : weighed);
        });
        all.Add<Word2VecModel>((model, rows) =>
        {
            var (options, graph) = (model.Options, rows.Graph);
            var places = rows.Read(options.Tokens.Name).ToWords().PlaceAmong(model.Vocabulary);
            var isKnown = places >= 0;

            // Behind the words stands what the others add to the sum: nothing.
            var vectors = graph.Constant((float[])[.. model.Vectors, .. new float[options.VectorSize]], model.Vocabulary.Length + 1, options.VectorSize);
            var each = graph.Node(
                "Gather", ElementType.Single, null, [vectors, isKnown.Then(places, model.Vocabulary.Length)], ("axis", 0L)).As(ElementType.Double);
            var sum = graph.Node(
                "ReduceSum", ElementType.Double, options.VectorSize, [each, graph.Constant(new[] { 1L }, 1)], ("keepdims", 0L));
            var count = isKnown.Count();
            rows.Write(options.Output.Name, sum / count.Max(count.Number(1)).As(ElementType.Double));
        });
    }

    /// <summary>How often each term of a vocabulary stands in each row; 0 where that is too seldom to count.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="tokens">Their tokens.</param>
    /// <param name="vocabulary">The terms.</param>
    /// <param name="least">The fewest times; below 1 a share of the row's tokens.</param>
    static Value Counts(Rows rows, Column<string> tokens, ImmutableArray<string> vocabulary, double least)
    {
        var words = rows.Read(tokens.Name).ToWords();
        var places = words.PlaceAmong(vocabulary);
        var isKnown = places >= 0;
        var counts = isKnown.As(ElementType.Double).AddedAt(isKnown.Then(places, 0), vocabulary.Length);
        return (counts >= (least < 1 ? words.WordCount().As(ElementType.Double) * least : counts.Number(least))).Then(counts, 0);
    }
}
