using Alink.Classification;
using Alink.Regression;
using Alink.Runtime;
using Alink.Tests.Runtime;

namespace Alink.Tests.Algorithms;

/// <summary>What a regression learns does not depend on who runs it, and comes back from a file as it was.</summary>
public class RegressionMachinesTest
{
    const int Count = 50_000;

    static readonly Table Numbers = Make();

    public static TheoryData<string, IEstimator> Estimators => new()
    {
        { "normal equations", new LinearRegression { Weight = "weight" } },
        { "lasso", new LinearRegression { Regularization = 0.1, ElasticNet = 1 } },
        { "L-BFGS", new LinearRegression { Solver = RegressionSolver.Lbfgs } },
        { "Huber", new LinearRegression { Loss = RegressionLoss.Huber, Regularization = 0.01 } },
        { "Newton", new LogisticRegression { Label = "two", Weight = "weight" } },
        { "proximal Newton", new LogisticRegression { Label = "two", Regularization = 0.01, ElasticNet = 0.5 } },
        { "two by L-BFGS", new LogisticRegression { Label = "two", Solver = LogisticSolver.Lbfgs } },
        { "three classes", new LogisticRegression { Label = "three", Regularization = 0.001, ElasticNet = 0.5 } },
    };

    [Theory]
    [MemberData(nameof(Estimators))]
    public async Task Workers_and_hosts_change_no_bit(string _, IEstimator estimator)
    {
        var one = await Bytes(new LocalMachine(1));

        Assert.Equal(one, await Bytes(new LocalMachine(7)));
        Assert.All(await Cluster.RunAsync(3, (machine, _) => Bytes(machine)), bytes => Assert.Equal(one, bytes));

        async Task<byte[]> Bytes(IMachine machine)
        {
            var model = (Model)await estimator.FitAsync(Numbers, new(machine));
            return Written(model with { Origin = null });
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public async Task A_model_comes_back_from_its_file_as_it_was(string _, IEstimator estimator)
    {
        var model = (Model)await estimator.FitAsync(Numbers.Slice(0, 500), new(new LocalMachine(1)));
        var bytes = Written(model);
        var read = (Model)ModelFile.Read(new MemoryStream(bytes), Catalog.Of(typeof(LinearRegression).Assembly));

        Assert.Equal(bytes, Written(read));
        Assert.Equal(model.ToString(), read.ToString());
        var rows = Numbers.Slice(0, 20);
        Assert.Equal(
            model.Transform(rows).Data("prediction").Boxed(7), read.Transform(rows).Data("prediction").Boxed(7));
    }

    [Fact]
    public void An_infinite_intercept_comes_back_from_its_file()
    {
        var rows = Numbers.Slice(0, 5).With(
            Numbers.Schema["two"] with { Levels = new(DataType.Boolean, ["false", "true"]) },
            Table.Of("two", true, true, true, true, true).Data("two"));
        var model = new LogisticRegression { Label = "two" }.Fit(rows);
        var read = (LogisticRegressionModel)ModelFile.Read(
            new MemoryStream(Written(model)), Catalog.Of(typeof(LinearRegression).Assembly));

        Assert.Equal(double.PositiveInfinity, read.Intercepts[0]);
    }

    static byte[] Written(Model model)
    {
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        return file.ToArray();
    }

    static Table Make()
    {
        const int width = 9;
        var random = new Random(11);
        var (x, y, weights) = (new double[Count * width], new double[Count], new double[Count]);
        for (var i = 0; i < Count; i++)
        {
            y[i] = random.NextDouble();
            weights[i] = random.Next(3);
            for (var j = 0; j < width; j++)
            {
                x[(i * width) + j] = random.NextDouble() * (j + 1);
                y[i] += x[(i * width) + j] * Math.Sin(j);
            }
        }

        return Table.Of("label", y)
            .With("weight", weights)
            .With("two", Array.ConvertAll(y, value => value > 1.5))
            .With("three", Array.ConvertAll(y, value => value > 3 ? "high" : value > 0 ? "middle" : "low"))
            .With(
                new Field("features", DataType.Vector) { FeatureNames = [.. Enumerable.Range(0, width).Select(j => $"x{j}")] },
                new VectorColumn(Count, width, x));
    }
}
