using Alink.Ensembles;

namespace Alink.Onnx;

/// <summary>Models made of others, whose columns nobody else sees.</summary>
static class Ensembles
{
    /// <summary>The least distance of a probability from 0 and 1 that its log-odds are taken at.</summary>
    const double Least = 1.0 / (1L << 52);

    public static void Add(Converters all)
    {
        all.Add<VotingClassifierModel>((model, rows) =>
        {
            var weights = Votes.Weights(model.Options.Weights, model.Models.Length);
            rows.Classify(model.Options, model.Labels, model.Models.Zip(model.Options.Learners, (one, learner) =>
                model.Options.Voting == VotingKind.Soft
                    ? Probabilities(rows, one, learner.Classifier(), model.Labels)
                    : Vote(rows, one, learner.Classifier(), model.Labels))
                .Select((votes, i) => votes * weights[i]).Aggregate((left, right) => left + right));
        });
        all.Add<OneVsRestModel>((model, rows) =>
        {
            var classes = model.Models.Select(one =>
                Probabilities(rows, one, model.Options.Learner.Classifier(), OneVsRestModel.Sides).Picked(1)).ToArray();
            rows.Classify(model.Options, model.Labels, Shares(classes[0].Beside(classes.AsSpan(1))));
        });
        all.Add<CalibratedClassifierModel>((model, rows) => rows.Classify(model.Options, model.Labels, Calibrated(model, rows)));
        all.Add<VotingRegressorModel>((model, rows) =>
        {
            var weights = Votes.Weights(model.Options.Weights, model.Models.Length);
            rows.Write(model.Options.Prediction.Name, model.Models.Zip(model.Options.Learners, (one, learner) => Prediction(rows, one, learner))
                .Select((number, i) => number * weights[i]).Aggregate((left, right) => left + right));
        });
        all.Add<StackingModel>((model, rows) =>
        {
            rows.Through(model.Stacked, inner =>
            {
                var numbers = model.Models.Zip(model.Options.Learners, (one, learner) => Numbers(inner, one, learner)).ToArray();
                inner.Write(model.Options.Output.Name, numbers[0].Beside(numbers.AsSpan(1)));
            });
            Converters.Write(model.Final, rows, place: "");
        });
    }

    /// <summary>The columns beside which a model writes its own.</summary>
    static Rows Beside(Rows rows, ITransformer model)
    {
        var aside = rows.Aside();
        Converters.Write(model, aside, place: "");
        return aside;
    }

    /// <summary>What a classifier gives each class, by the outer order; 0 to a class that it does not know.</summary>
    static Value Probabilities(Rows rows, ITransformer model, IClassifier settings, Levels labels)
    {
        var aside = Beside(rows, model);
        var own = settings.LabelsOf(aside.Schema).Names;
        var probabilities = aside.Read(settings.Probabilities.Name);
        if (own.SequenceEqual(labels.Names))
        {
            return probabilities;
        }

        var withZero = probabilities.Beside(probabilities.Picked(0).IsNaN().Then(0, 0.0));
        return withZero.Picked([.. labels.Names.Select(name => own.IndexOf(name) is >= 0 and var place ? place : own.Length)]);
    }

    /// <summary>1 for the class that a classifier predicts, and 0 for the others.</summary>
    static Value Vote(Rows rows, ITransformer model, IClassifier settings, Levels labels)
    {
        var place = Categories.PlaceOf(Beside(rows, model), settings.Prediction.Name, labels).As(ElementType.Double);
        return place.Is(place.Row([.. Enumerable.Range(0, labels.Count).Select(c => (double)c)])).As(ElementType.Double);
    }

    static Value Prediction(Rows rows, ITransformer model, IEstimator learner) => Beside(rows, model).Number(learner.Regressor().Prediction.Name);

    /// <summary>What a model gives the last learner: its prediction, or its probabilities, of two only the second.</summary>
    static Value Numbers(Rows rows, ITransformer model, IEstimator learner)
    {
        if (learner.End() is not IClassifier classifier)
        {
            return Prediction(rows, model, learner);
        }

        var probabilities = Beside(rows, model).Read(classifier.Probabilities.Name);
        return probabilities.Width == 2 ? probabilities.Picked(1) : probabilities;
    }

    static Value Calibrated(CalibratedClassifierModel model, Rows rows)
    {
        var given = Probabilities(rows, model.Model, model.Options.Learner.Classifier(), model.Labels);
        if (model.Labels.Count == 2)
        {
            var second = Calibrated(model, given.Picked(1), 0);
            return (1 - second).Beside(second);
        }

        var classes = Enumerable.Range(0, model.Labels.Count).Select(c => Calibrated(model, given.Picked(c), c)).ToArray();
        return Shares(classes[0].Beside(classes.AsSpan(1)));
    }

    static Value Calibrated(CalibratedClassifierModel model, Value probability, int curve)
    {
        if (model.Slopes.IsEmpty)
        {
            return Others.OnCurve(model.Curves[curve], probability);
        }

        var p = probability.Clip(Least, 1 - Least);
        var odds = (p / (1 - p)).Log();
        return 1 / (((odds * model.Slopes[curve]) + model.Intercepts[curve]).Exp() + 1);
    }

    /// <summary>Each number by their sum; equal shares where all are 0.</summary>
    static Value Shares(Value numbers)
    {
        var sum = numbers.Sum();
        return sum.Is(0).Then(1.0 / numbers.Width!.Value, numbers / sum);
    }
}
