using System.Globalization;

namespace Alink.Online;

/// <summary>The two classes of the rows so far: those given, or those seen, numbered in the order they first come.</summary>
/// <remarks>Which class a row brings first must not show in a model: <see cref="Levels"/> are in order.</remarks>
sealed class TwoClasses
{
    readonly string _label;
    readonly DataType _type;
    readonly string? _negative;
    readonly string? _positive;
    readonly Categories _numbers;

    /// <summary>The classes of the options, else those that the label's field names, else those to be seen.</summary>
    /// <param name="label">The column of the classes.</param>
    /// <param name="negative">The first class; null where it is any but the positive one.</param>
    /// <param name="positive">The last class; null where it is any but the negative one.</param>
    /// <exception cref="TrainingException">The field names more or fewer than two classes, or not those given.</exception>
    public TwoClasses(Field label, string? negative, string? positive)
    {
        (_label, _type, _negative, _positive) = (label.Name, label.Type, negative, positive);
        foreach (var given in new[] { negative, positive })
        {
            if (given is not null && !IsLevel(given))
            {
                throw new TrainingException($"The class '{given}' is none that column '{label.Name}' of {label.Type} can hold.");
            }
        }

        if (label.Levels is { Count: not 2 } levels)
        {
            throw new TrainingException($"Column '{label.Name}' names {levels.Count} classes, {levels}; there must be two.");
        }

        _numbers = negative is not null && positive is not null ? new(new Levels(label.Type, [negative, positive]))
            : label.Levels is not null ? new(label.Levels)
            : new();
        CheckGiven();
    }

    /// <summary>The classes of a model, of which the last is the positive one.</summary>
    public TwoClasses(string label, Levels levels) =>
        (_label, _type, _numbers, _negative, _positive) = (label, levels.Type, new(levels), levels.Names[0], levels.Names[1]);

    /// <summary>Whether both classes are known.</summary>
    public bool Known => _numbers.Names.Count == 2;

    /// <summary>Whether the first class by number is the positive one, so that margins count the other way round.</summary>
    public bool IsTurned => Levels("").Names[0] != _numbers.Names[0];

    /// <summary>The number of each row's class, 0 or 1.</summary>
    /// <exception cref="TrainingException">A label is missing, or is a third class: column, row and class are named.</exception>
    public int[] Read(Table batch, Column<Category> label)
    {
        var classes = batch.Classes(label, _numbers);
        if (_numbers.Names.Count > 2)
        {
            var row = classes.AsSpan().IndexOf(2);
            throw new TrainingException(
                $"Column '{label}' holds '{_numbers.Names[2]}' in row {batch.FirstRow + row}, which is none of the two classes "
                + $"'{_numbers.Names[0]}' and '{_numbers.Names[1]}'.");
        }

        CheckGiven();
        return classes;
    }

    /// <summary>The classes, the positive one last: as the options say, else in the order of the levels.</summary>
    /// <param name="learner">What learns.</param>
    /// <exception cref="TrainingException">There is only one so far, or none.</exception>
    public Levels Levels(string learner)
    {
        var names = _numbers.Names;
        return names.Count < 2
            ? throw new TrainingException(
                $"{learner} divides two classes; column '{_label}' holds {(names.Count == 0 ? "none" : $"only '{names[0]}'")}.")
            : _positive == names[0] || _negative == names[1] ? new(_type, [names[1], names[0]])
            : _positive is not null || _negative is not null ? new(_type, [names[0], names[1]])
            : Alink.Levels.Sorted(_type, names);
    }

    void CheckGiven()
    {
        foreach (var given in Known ? new[] { _negative, _positive } : [])
        {
            if (given is not null && !_numbers.Names.Contains(given))
            {
                throw new TrainingException($"The class '{given}' is none of '{_numbers.Names[0]}' and '{_numbers.Names[1]}', "
                    + $"the classes of column '{_label}'.");
            }
        }
    }

    bool IsLevel(string name) => _type switch
    {
        DataType.String => true,
        DataType.Boolean => name is "true" or "false",
        _ => double.TryParse(name, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == name,
    };
}
