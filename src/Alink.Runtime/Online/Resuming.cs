using System.Reflection;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Finds the state that a learner goes on from.</summary>
static class Resuming
{
    static readonly MethodInfo Resumer = typeof(Resuming).GetMethod(
        nameof(Resume), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The state of a learner as bytes.</summary>
    public static ModelState Keep<TState>(IFold<TState> learner, TState state) =>
        new(ShapeOf(learner), ImmutableCollectionsMarshal.AsImmutableArray(StateCodec.Write(state)));

    /// <summary>The state that goes on from a published model.</summary>
    /// <exception cref="ArgumentException">The model comes without the learner's state, and the learner resumes none of
    /// its kind.</exception>
    /// <exception cref="TrainingException">The model is none that the learner could have come to.</exception>
    public static TState StateOf<TState>(IFold<TState> learner, PublishedModel from)
    {
        if (from.State is not { } kept)
        {
            return StateOf(learner, from.Model);
        }

        if (kept.Shape != ShapeOf(learner))
        {
            throw new ArgumentException($"The state kept with the model is of {kept.Shape}, not of {ShapeOf(learner)}.");
        }

        try
        {
            return StateCodec.Read<TState>(kept.Bytes.AsSpan());
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(exception.Message, $"the state kept with {from.Version}", inner: exception);
        }
    }

    /// <summary>The state that goes on from a model.</summary>
    public static TState StateOf<TState>(IFold<TState> learner, ITransformer model)
    {
        var resumes = learner.GetType().GetInterfaces().FirstOrDefault(type =>
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IResumes<,>)
            && type.GenericTypeArguments is [var state, var kind] && state == typeof(TState) && kind.IsInstanceOfType(model));
        return resumes is null
            ? throw new ArgumentException($"{learner.GetType().Name} cannot go on from a {model.GetType().Name}.")
            : (TState)Resumer.MakeGenericMethod(resumes.GenericTypeArguments)
                .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [learner, model], null)!;
    }

    static object Resume<TState, TModel>(IResumes<TState, TModel> learner, TModel model) => learner.Resume(model)!;

    /// <summary>The learner, and the make of its state.</summary>
    public static string ShapeOf<TState>(IFold<TState> learner) => learner is OnlinePipeline pipeline ? pipeline.Shape
        : $"{learner.GetType().Name} {StateCodec.Shape<TState>()}";
}
