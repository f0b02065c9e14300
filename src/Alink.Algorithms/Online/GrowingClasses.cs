using Alink.Classification;

namespace Alink.Online;

/// <summary>The classes of the rows so far: those that the label's field names, or those learnt as they come.</summary>
/// <remarks>A class has its number from its first row on; <see cref="Labels"/> are in their order, whatever row came
/// first.</remarks>
sealed class GrowingClasses
{
    readonly string _label;
    readonly Categories _numbers;
    readonly bool _given;
    readonly List<bool> _seen = [];

    /// <summary>The classes that the field names; none so far where it names none.</summary>
    public GrowingClasses(Field label)
    {
        var given = label.Classes();
        (_label, _given, Labels) = (label.Name, given is not null, given ?? new(label.Type, []));
        _numbers = given is null ? new() : new(given);
        Order = [.. Enumerable.Range(0, Labels.Count)];
    }

    /// <summary>The classes learnt so far, in their order; where the field names them, all of them.</summary>
    public Levels Labels { get; private set; }

    /// <summary>The number of each of <see cref="Labels"/>.</summary>
    public int[] Order { get; private set; }

    /// <summary>Whether there are two classes at least, and a row of one.</summary>
    public bool AreKnown => Labels.Count > 1 && _seen.Contains(true);

    /// <summary>The number of each row's class.</summary>
    /// <exception cref="TrainingException">A label is missing, or none of those that the field names.</exception>
    public int[] Read(Table batch, Column<Category> label) => batch.Classes(label, _numbers);

    /// <summary>Learns that a class has a row.</summary>
    /// <returns>Whether it is the first, so that there is one class more, or classes are known now.</returns>
    public bool See(int number)
    {
        while (_seen.Count <= number)
        {
            _seen.Add(false);
        }

        if (_seen[number])
        {
            return false;
        }

        _seen[number] = true;
        if (!_given)
        {
            var names = _numbers.Names.Where((_, other) => other < _seen.Count && _seen[other]);
            Labels = Levels.Sorted(Labels.Type, names);
            Order = [.. Labels.Names.Select(name => _numbers.Names.IndexOf(name))];
        }

        return true;
    }

    /// <summary>Refuses to make a model of fewer than two classes.</summary>
    /// <exception cref="TrainingException">There are none, or one.</exception>
    public void CheckKnown(IClassifier learner)
    {
        if (!AreKnown)
        {
            throw new TrainingException(
                $"{learner.GetType().Name} needs rows of at least two classes; column '{_label}' holds "
                + $"{(_seen.Contains(true) ? $"only '{Labels}'" : "none")}.");
        }

        learner.CheckThresholds(Labels);
    }
}
