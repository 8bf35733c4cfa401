using Microsoft.CodeAnalysis;

namespace ModelGen.Generator;

/// <summary>What a step gave: its result, or the exception that it should never have thrown.</summary>
internal sealed record Attempt<T>(T? Result, InternalError? Error);

/// <summary>Runs steps so that a mistake of ours is reported and never takes the user's compiler down.</summary>
internal static class Attempt
{
    public static Attempt<T> To<T>(string stage, string model, Func<T> step)
    {
        try
        {
            return new Attempt<T>(step(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Attempt<T>(default, InternalError.From(stage, model, exception));
        }
    }
}

/// <summary>A mistake of ours, as a value.</summary>
internal sealed record InternalError(string Stage, string Model, string Exception)
{
    public static InternalError From(string stage, string model, Exception exception) =>
        new(stage, model, $"{exception.GetType().Name}: {FirstLine(exception.Message)} ({FirstLine(exception.StackTrace)})");

    public Diagnostic At(Location? location) => Diagnostic.Create(Descriptors.InternalError, location, Model, Stage, Exception);

    /// <summary>Build tools read a diagnostic only up to the end of its line.</summary>
    private static string FirstLine(string? text) => (text ?? "").Trim().Split('\r', '\n')[0];
}
