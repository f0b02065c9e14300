using System.Collections.Immutable;
using System.Globalization;
using Alink.Classification;

namespace Alink.Online;

/// <summary>The classes of the rows so far: those given, or the two seen, numbered in the order they first come.</summary>
/// <remarks>Which class a row brings first must not show in a model: <see cref="Levels"/> are in order.</remarks>
sealed class OnlineClasses
{
    readonly string _label;
    readonly DataType _type;
    readonly string? _negative;
    readonly string? _positive;
    readonly Categories _numbers;

    /// <summary>Two classes: those of the options, else those that the label's field names, else those to be seen.</summary>
    /// <param name="label">The column of the classes.</param>
    /// <param name="negative">The first class; null where it is any but the positive one.</param>
    /// <param name="positive">The last class; null where it is any but the negative one.</param>
    /// <exception cref="TrainingException">The field names more or fewer than two classes, or not those given.</exception>
    public OnlineClasses(Field label, string? negative, string? positive)
        : this(label, negative is not null && positive is not null ? [negative, positive] : [])
    {
        CheckNames(label, [.. new[] { negative, positive }.OfType<string>()]);
        (_negative, _positive) = (negative, positive);
        if (label.Classes() is { Count: not 2 } levels)
        {
            throw new TrainingException($"Column '{label.Name}' names {levels.Count} classes, {levels}; there must be two.");
        }

        CheckGiven();
    }

    /// <summary>The classes given, else those that the label's field names, else the two to be seen.</summary>
    /// <param name="label">The column of the classes.</param>
    /// <param name="given">The classes in their order, as text; empty where they are not known.</param>
    /// <exception cref="TrainingException">There is only one class, or one that the column cannot hold.</exception>
    public OnlineClasses(Field label, ImmutableArray<string> given)
    {
        (_label, _type) = (label.Name, label.Type);
        var levels = given.IsDefaultOrEmpty ? label.Classes() : null;
        if (!given.IsDefaultOrEmpty)
        {
            CheckNames(label, given);
            levels = new(label.Type, given);
        }

        if (levels is { Count: < 2 })
        {
            throw new TrainingException($"Column '{label.Name}' names one class only: '{levels}'.");
        }

        _numbers = levels is null ? new() : new(levels);
        if (levels is not null)
        {
            (Count, _negative, _positive) = (levels.Count, levels.Names[0], levels.Names[1]);
        }
    }

    /// <summary>The classes of a model, in their order.</summary>
    public OnlineClasses(string label, Levels levels)
    {
        (_label, _type, _numbers, Count) = (label, levels.Type, new(levels), levels.Count);
        (_negative, _positive) = (levels.Names[0], levels.Names[1]);
    }

    /// <summary>The two classes of a model whose margin is that of either.</summary>
    /// <param name="label">The column of the classes.</param>
    /// <param name="levels">The classes in their order.</param>
    /// <param name="place">The place of the class whose margin it is: number 1.</param>
    public OnlineClasses(string label, Levels levels, int place)
        : this(label, levels) =>
        _numbers = new(new Levels(levels.Type, [levels.Names[1 - place], levels.Names[place]]));

    /// <summary>How many classes there are once all are known.</summary>
    public int Count { get; } = 2;

    /// <summary>How many margins divide them: one for two classes, else one for each.</summary>
    public int Margins => Count == 2 ? 1 : Count;

    /// <summary>Whether all classes are known.</summary>
    public bool Known => _numbers.Names.Count >= 2;

    /// <summary>Whether of two classes the one numbered 0 is the positive one, so that margins count the other way round.</summary>
    public bool IsTurned => Count == 2 && Levels("").Names[0] != _numbers.Names[0];

    /// <summary>The number of each row's class.</summary>
    /// <exception cref="TrainingException">A label is missing, or is another class: column, row and class are named.</exception>
    public int[] Read(Table batch, Column<Category> label)
    {
        var classes = batch.Classes(label, _numbers);
        if (_numbers.Names.Count > Count)
        {
            var row = classes.AsSpan().IndexOf(Count);
            throw new TrainingException(
                $"Column '{label}' holds '{_numbers.Names[Count]}' in row {batch.FirstRow + row}, which is none of the classes "
                + $"'{_numbers.Names[0]}' and '{_numbers.Names[1]}'.");
        }

        CheckGiven();
        return classes;
    }

    /// <summary>The classes, of two the positive one last: as they were given, else in the order of the levels.</summary>
    /// <param name="learner">What learns.</param>
    /// <exception cref="TrainingException">There is only one so far, or none.</exception>
    public Levels Levels(string learner)
    {
        var names = _numbers.Names;
        return names.Count < 2
            ? throw new TrainingException(
                $"{learner} divides two classes; column '{_label}' holds {(names.Count == 0 ? "none" : $"only '{names[0]}'")}.")
            : Count > 2 ? new(_type, [.. names])
            : _positive == names[0] || _negative == names[1] ? new(_type, [names[1], names[0]])
            : _positive is not null || _negative is not null ? new(_type, [.. names])
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

    static void CheckNames(Field label, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            var isLevel = label.Type switch
            {
                DataType.String => true,
                DataType.Boolean => name is "true" or "false",
                _ => double.TryParse(name, CultureInfo.InvariantCulture, out var number)
                    && number.ToString(CultureInfo.InvariantCulture) == name,
            };
            if (!isLevel)
            {
                throw new TrainingException($"The class '{name}' is none that column '{label.Name}' of {label.Type} can hold.");
            }
        }
    }
}
