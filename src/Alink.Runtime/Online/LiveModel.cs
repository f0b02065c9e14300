using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Alink.Runtime;

/// <summary>A model that is replaced while it predicts: by those that a training publishes, or that a store finds.</summary>
/// <remarks>
/// A table, and a row, is predicted by one model from its beginning to its end, and nobody waits for anybody: a swap is
/// the change of one reference. Models that nobody uses any more are left to the garbage collector, so none is ever taken
/// away from under a prediction. Between swaps a row allocates nothing. In the job that publishes the models, swaps stand
/// between epochs, so a job that is begun again predicts each row by the same model.
/// </remarks>
/// <typeparam name="TModel">The kind of the models.</typeparam>
public sealed class LiveModel<TModel> : ITransformer, IModelSink
    where TModel : class, ITransformer
{
    const int MostUses = 64;

    readonly Lock _swapping = new();
    ImmutableList<Use> _uses = [];
    volatile PublishedModel _current;

    /// <summary>Begins with a model.</summary>
    public LiveModel(TModel model)
        : this(PublishedModel.Of(model))
    {
    }

    /// <summary>Begins with a published model.</summary>
    /// <exception cref="ArgumentException">The model is of another kind.</exception>
    public LiveModel(PublishedModel model) => _current = Checked(model);

    /// <summary>The model that predicts, and its version.</summary>
    public PublishedModel Current => _current;

    /// <summary>The model that predicts.</summary>
    public TModel Model => (TModel)_current.Model;

    /// <summary>How long ago the model that predicts was trained.</summary>
    public TimeSpan Age(TimeProvider time) => time.GetUtcNow() - _current.Version.Trained;

    /// <summary>Takes a model in the place of the one that predicts. One of the version that predicts changes nothing.</summary>
    /// <exception cref="ArgumentException">The model is of another kind.</exception>
    /// <exception cref="SchemaException">The model does not fit where the one before it is in use: it reads other columns,
    /// or makes others. The one before stays.</exception>
    public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation = default)
    {
        Checked(model);
        lock (_swapping)
        {
            if (model.Version != _current.Version || model.Version.Number == 0)
            {
                foreach (var use in _uses)
                {
                    use.RefuseUnfit(model.Model);
                }

                _current = model;
            }
        }

        return default;
    }

    /// <summary>Takes each model that comes, until no more come.</summary>
    /// <exception cref="SchemaException">A model does not fit where the one before it is in use.</exception>
    public async Task FollowAsync(IAsyncEnumerable<PublishedModel> models, CancellationToken cancellation = default)
    {
        await foreach (var model in models.WithCancellation(cancellation).ConfigureAwait(false))
        {
            await PublishAsync(model, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => _current.Model.Transform(input);

    /// <inheritdoc/>
    public Table Transform(Table input) => _current.Model.Transform(input);

    /// <inheritdoc/>
    public Func<bool> Bind(RowCells row)
    {
        lock (_swapping) // So that no model comes in between that does not fit this use.
        {
            var input = row.Schema;
            var step = new Step(this, row.Slot());
            if (_uses.Count < MostUses && _uses.All(use => !use.Input.Equals(input)))
            {
                _uses = _uses.Add(Use.Of(_current.Model, input));
            }

            return step.Run;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_current.Model.GetType().Name}, {_current.Version}";

    static PublishedModel Checked(PublishedModel model) => model.Model is TModel ? model : throw new ArgumentException(
        $"A {model.Model.GetType().Name} does not take the place of a {typeof(TModel).Name}.", nameof(model));

    /// <summary>Predicts the row of one thread by the model of the moment.</summary>
    sealed class Step
    {
        readonly LiveModel<TModel> _live;
        readonly RowSlot _slot;
        PublishedModel _bound;
        Func<bool>[] _steps;

        public Step(LiveModel<TModel> live, RowSlot slot)
        {
            (_live, _slot, _bound) = (live, slot, live._current);
            _steps = slot.Bind(_bound.Model);
        }

        public bool Run()
        {
            var current = _live._current;
            if (!ReferenceEquals(current, _bound))
            {
                Rebind(current);
            }

            foreach (var step in _steps)
            {
                if (!step())
                {
                    return false;
                }
            }

            return true;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Rebind(PublishedModel current) => (_steps, _bound) = (_slot.Bind(current.Model), current);
    }

    /// <summary>Rows that some step was bound to.</summary>
    sealed record Use(Schema Input, Schema Output, IReadOnlyList<Cell> Reads)
    {
        public static Use Of(ITransformer model, Schema input)
        {
            var row = new RowCells(input);
            model.Bind(row);
            return new(input, row.Schema, row.Inputs);
        }

        public void RefuseUnfit(ITransformer model)
        {
            var other = Of(model, Input);
            foreach (var cell in other.Reads)
            {
                if (!Reads.Any(one => one.Name == cell.Name))
                {
                    throw new SchemaException($"The model reads the column '{cell.Name}', which the one in use does not.");
                }
            }

            var isSame = Output.Fields.Length == other.Output.Fields.Length;
            foreach (var field in other.Output.Fields)
            {
                isSame &= Output.Has(field.Name) && Output[field.Name].Type == field.Type;
            }

            if (!isSame)
            {
                throw new SchemaException($"The model makes the columns {other.Output}; the one in use makes {Output}.");
            }
        }
    }
}
