using Alink.Features;
using Alink.Runtime;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>Counts and tf-idf of a vocabulary, hashed counts, and inverse document frequencies.</summary>
public class TermVectorizerTest
{
    static readonly Table Rows = Table.Of("tokens", "the cat sat on the mat", "the dog sat", "a cat and a dog and a mat", "");

    // a and the 3 times, and cat dog mat sat twice, on once: by hand.
    static readonly string[] Terms = ["a", "the", "and", "cat", "dog", "mat", "sat", "on"];

    [Fact]
    public void The_most_frequent_term_comes_first_and_equals_by_their_bytes()
    {
        var model = new CountVectorizer().Fit(Rows);

        Assert.Equal(Terms, model.Vocabulary);
        Assert.Equal(
            ["[8: 1:2 3:1 5:1 6:1 7:1]", "[8: 1:1 4:1 6:1]", "[8: 0:3 2:2 3:1 4:1 5:1]", "[8:]"],
            Vectors(model, Rows).Select(vector => vector.ToString()));
        Assert.Equal(Terms, model.Transform(Rows).Schema["features"].FeatureNames);
        Assert.Equal("[8: 3:2]", Vectors(model, Table.Of<string?>("tokens", "cat ape cat"))[0].ToString());
        Assert.Equal("[8:]", Vectors(model, Table.Of<string?>("tokens", (string?)null))[0].ToString());
    }

    [Theory] // By hand.
    [InlineData(3, 1, double.PositiveInfinity, "a the and")]
    [InlineData(99, 2, double.PositiveInfinity, "the cat dog mat sat")]
    [InlineData(99, 0.5, double.PositiveInfinity, "the cat dog mat sat")]
    [InlineData(99, 0.51, 1, "")]
    [InlineData(99, 1, 1, "a and on")]
    [InlineData(99, 1, 0.25, "a and on")]
    public void The_vocabulary_is_bounded_by_its_size_and_by_the_rows_that_hold_a_term(int size, double min, double max, string terms)
    {
        var options = new CountVectorizer { VocabularySize = size, MinDocumentFrequency = min, MaxDocumentFrequency = max };
        if (terms.Length > 0)
        {
            Assert.Equal(terms, string.Join(' ', options.Fit(Rows).Vocabulary));
        }
        else
        {
            Assert.Contains("stands in 2.04 to 1 of the 4 rows", Assert.Throws<TrainingException>(() => options.Fit(Rows)).Message);
        }
    }

    [Theory] // By hand; the third row has 8 tokens, and so 0.25 of them are 2.
    [InlineData(1, true, "[8: 0:1 2:1 3:1 4:1 5:1]")]
    [InlineData(2, false, "[8: 0:3 2:2]")]
    [InlineData(3, true, "[8: 0:1]")]
    [InlineData(0.25, false, "[8: 0:3 2:2]")]
    [InlineData(0.3, false, "[8: 0:3]")]
    public void Rare_terms_of_a_row_may_not_count_or_all_alike(double min, bool binary, string vector) => Assert.Equal(
        vector, Vectors(new CountVectorizer { MinTermFrequency = min, Binary = binary }.Fit(Rows), Rows)[2].ToString());

    [Theory] // scikit-learn 1.2.1: TfidfVectorizer(token_pattern=r"\S+") with these settings; a the and cat dog mat sat on.
    [InlineData(
        IdfFormula.SmoothedPlusOne, true, new[] { 0, 0.681646844594, 0, 0.340823422297, 0, 0.340823422297, 0.340823422297, 0.432291294958 },
        new[] { 0.778111870457, 0, 0.518741246971, 0.20449077872, 0.20449077872, 0.20449077872, 0, 0 })]
    [InlineData(
        IdfFormula.PlainPlusOne, true, new[] { 0, 0.667172317231, 0, 0.333586158615, 0, 0.333586158615, 0.333586158615, 0.470150958163 },
        new[] { 0.787558981795, 0, 0.525039321197, 0.186265546458, 0.186265546458, 0.186265546458, 0, 0 })]
    [InlineData(
        IdfFormula.SmoothedPlusOne, false, new[] { 0, 3.021651247532, 0, 1.510825623766, 0, 1.510825623766, 1.510825623766, 1.916290731874 },
        new[] { 5.748872195622, 0, 3.832581463748, 1.510825623766, 1.510825623766, 1.510825623766, 0, 0 })]
    public void Tf_idf_is_that_of_scikit_learn(IdfFormula formula, bool normalize, double[] first, double[] third)
    {
        var vectors = Vectors(new TfIdfVectorizer { Formula = formula, Normalize = normalize }.Fit(Rows), Rows);

        Assert.Equal(first, vectors[0].ToArray(), (x, y) => Math.Abs(x - y) < 1e-11);
        Assert.Equal(third, vectors[2].ToArray(), (x, y) => Math.Abs(x - y) < 1e-11);
        Assert.Equal("[8:]", vectors[3].ToString());
    }

    [Theory]
    [InlineData(IdfFormula.Smoothed)]
    [InlineData(IdfFormula.SmoothedPlusOne)]
    [InlineData(IdfFormula.Plain)]
    [InlineData(IdfFormula.PlainPlusOne)]
    public void One_pass_is_counting_weighing_and_normalising(IdfFormula formula)
    {
        var three = new CountVectorizer().Then(new Idf { Formula = formula }).Then(new Normalizer()).Fit(Rows).Transform(Rows);
        var one = new TfIdfVectorizer { Formula = formula }.Fit(Rows).Transform(Rows);

        Assert.Equal(three.Schema, one.Schema);
        for (var row = 0; row < Rows.RowCount; row++)
        {
            Assert.Equal(
                three.Values<Vector>("features")[row].ToArray(), one.Values<Vector>("features")[row].ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        }
    }

    [Theory] // ln (3/2), ln (2/1) by hand; two rows, of which one has feature 0, both feature 1, none feature 2.
    [InlineData(IdfFormula.Smoothed, 0, new[] { 0.4054651081081644, 0, 1.0986122886681098 })]
    [InlineData(IdfFormula.SmoothedPlusOne, 0, new[] { 1.4054651081081644, 1, 2.09861228866811 })]
    [InlineData(IdfFormula.Plain, 0, new[] { 0.6931471805599453, 0, 0 })]
    [InlineData(IdfFormula.PlainPlusOne, 0, new[] { 1.6931471805599454, 1, 0 })]
    [InlineData(IdfFormula.SmoothedPlusOne, 2, new[] { 0.0, 1, 0 })]
    public void Features_of_few_rows_weigh_more(IdfFormula formula, long min, double[] idf)
    {
        var rows = Table.Of<Vector>("features", [3.0, 1.0, 0.0], [0.0, 2.0, -1.0]);
        var model = new Idf { Formula = formula, MinDocumentFrequency = min }.Fit(rows);

        Assert.Equal(idf, model.Idf, (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal(3 * idf[0], Vectors(model, rows)[0][0]);
    }

    [Fact]
    public void Sparse_rows_are_weighed_one_by_one_as_all_at_once_and_in_slices()
    {
        var rows = new CountVectorizer().Fit(Rows).Transform(Rows);
        var model = new Idf().Fit(rows);

        var all = model.Transform(rows);

        Assert.Equal(StateCodec.Write(RowTransform.Run(model, rows)), StateCodec.Write(all));
        Assert.Equal(StateCodec.Write(all.Slice(1, 2)), StateCodec.Write(model.Transform(rows.Slice(1, 2))));
    }

    [Fact]
    public void Rows_in_two_halves_teach_what_all_do()
    {
        var learner = new TfIdfVectorizer();
        var halves = Rows.Batches(2).Select(half => learner.Update(learner.Start(Rows.Schema), half)).ToArray();
        var all = learner.Snapshot(learner.Update(learner.Start(Rows.Schema), Rows));

        var merged = learner.Snapshot(learner.Update(learner.Merge(halves[0], halves[1]), Rows.Slice(0, 0)));

        Assert.Equal(all.Vocabulary.AsEnumerable(), merged.Vocabulary);
        Assert.Equal(all.DocumentFrequency.AsEnumerable(), merged.DocumentFrequency);
        Assert.Equal(4, merged.Documents);
        Assert.Equal([1L, 2, 1, 2, 2, 2, 2, 1], all.DocumentFrequency.ToArray());
    }

    [Fact]
    public void Rows_after_a_merge_count_once_for_each_term()
    {
        var learner = new TfIdfVectorizer();
        var one = Table.Of("tokens", "a b a");
        var state = learner.Merge(
            learner.Update(learner.Start(one.Schema), one), learner.Update(learner.Start(one.Schema), one));

        Assert.Equal([3L, 3], learner.Snapshot(learner.Update(state, one)).DocumentFrequency.ToArray());
    }

    [Fact]
    public void No_terms_teach_nothing() => Assert.Contains(
        "has none in 2 rows", Assert.Throws<TrainingException>(() => new CountVectorizer().Fit(Table.Of<string?>("tokens", "", null))).Message);

    // The hash itself is pinned by known vectors in HashTest, and Flink's by a case of Alink.Oracles.
    [Fact]
    public void Hashed_terms_stand_at_their_places_and_add_up()
    {
        var rows = Table.Of("tokens", "a b a ü");

        Assert.Equal(
            new[] { "a", "b", "ü" }.Select(Place).Order(), Vectors(new HashingTF(), rows)[0].Indices.ToArray());
        Assert.Equal(2, Vectors(new HashingTF(), rows)[0][Place("a")]);
        Assert.Equal(1, Vectors(new HashingTF { Binary = true }, rows)[0][Place("a")]);
        Assert.Equal("[1: 0:4]", Vectors(new HashingTF { Length = 1 }, rows)[0].ToString());

        static int Place(string term) => (int)(((long)Alink.Numerics.Hash.Murmur3(term, 42) % (1 << 18) + (1 << 18)) % (1 << 18));
    }

    [Fact]
    public void Counts_may_grow_by_their_logarithms()
    {
        var rows = Table.Of("tokens", "b a b b", "b c c");

        var model = new TfIdfVectorizer { Sublinear = true }.Fit(rows);

        // scikit-learn's TfidfVectorizer(sublinear_tf=True), whose terms go by the alphabet.
        Assert.Equal(["b", "c", "a"], model.Vocabulary.AsEnumerable());
        Close([0.830880748357988, 0.0, 0.5564505207186617], Vectors(model, rows)[0]);
        Close([0.3874113305052739, 0.9219069698164416, 0.0], Vectors(model, rows)[1]);

        static void Close(double[] expected, Vector row) => Assert.All(expected, (number, place) => Assert.Equal(number, row[place], 1e-12));
    }

    [Fact]
    public void A_table_is_counted_as_its_rows_are()
    {
        var random = new Random(6);
        string?[] texts = [.. Enumerable.Range(0, 300).Select(i => i % 50 == 7 ? null : string.Join(' ', Enumerable.Range(0, random.Next(100)).Select(_ => $"t{random.Next(1 + random.Next(500))}")))];
        var rows = Table.Of("tokens", texts);
        var coded = rows.With(rows.Schema["tokens"], new StringColumn(
            Enumerable.Range(0, texts.Length).ToArray(), StringColumn.Of(texts), rows.Data("tokens").Validity));
        ITransformer[] stages =
        [
            new CountVectorizer { VocabularySize = 200, MinTermFrequency = 0.02 }.Fit(rows), new TfIdfVectorizer().Fit(rows),
            new TfIdfVectorizer { Sublinear = true, MinTermFrequency = 2 }.Fit(rows),
            new HashingTF { Length = 50 },
        ];

        Assert.All(stages, stage =>
        {
            var simple = RowTransform.Run(stage, rows);
            Assert.Equal(StateCodec.Write(simple), StateCodec.Write(stage.Transform(rows)));
            Assert.Equal(Vectors(stage, rows), Vectors(stage, coded));
            Assert.Equal(Vectors(stage, rows)[30..90], Vectors(stage, rows.Slice(30, 60)));
        });
        Assert.Equal(
            new TfIdfVectorizer().Fit(rows).Vocabulary.AsEnumerable(), new TfIdfVectorizer().Fit(coded).Vocabulary);
    }

    static Vector[] Vectors(ITransformer stage, Table rows) => stage.Transform(rows).Values<Vector>("features").ToArray();
}
