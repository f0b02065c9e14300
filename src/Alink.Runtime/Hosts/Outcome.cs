namespace Alink.Runtime;

/// <summary>What a host tells the others at the end of its work in a collective: what it brings, or why it brings
/// nothing.</summary>
sealed record Outcome<T>(T? Value, Failure? Failure)
    where T : class;

/// <summary>Why a host failed, in a form that the others can throw.</summary>
sealed record Failure(FailureKind Kind, string Message)
{
    /// <summary>The failure that an exception is.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        TrainingException => new(FailureKind.Training, exception.Message),
        SchemaException => new(FailureKind.Schema, exception.Message),
        RowException => new(FailureKind.Row, exception.Message),
        _ => new(FailureKind.Other, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>The exception that a host's failure is to the others.</summary>
    public Exception From(int host) => Kind switch
    {
        FailureKind.Training => new TrainingException(Message),
        FailureKind.Schema => new SchemaException(Message),
        FailureKind.Row => new RowException(Message),
        _ => new HostException(host, $"Host {host} failed: {Message}"),
    };
}

/// <summary>The exceptions that are the same on every host.</summary>
enum FailureKind
{
    /// <summary>Any other exception.</summary>
    Other,

    /// <summary><see cref="TrainingException"/>.</summary>
    Training,

    /// <summary><see cref="SchemaException"/>.</summary>
    Schema,

    /// <summary><see cref="RowException"/>.</summary>
    Row,
}
