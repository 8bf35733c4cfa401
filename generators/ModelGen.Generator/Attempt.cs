using Microsoft.CodeAnalysis;

namespace ModelGen.Generator;

/// <summary>The outcome of a step: its result, or an exception, which is a mistake of the compiler.</summary>
internal sealed record Attempt<T>(T? Result, InternalError? Error);

/// <summary>Runs steps so that a mistake of the compiler is reported and does not stop Roslyn.</summary>
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
