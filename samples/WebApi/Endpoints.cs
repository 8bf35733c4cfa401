using Digits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>A picture with one digit.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">The brightness of each, row by row; base64 in JSON.</param>
internal sealed record Picture(int Width, int Height, byte[]? Pixels)
{
    /// <summary>What is wrong with it, by the name of the property.</summary>
    /// <param name="path">What stands before the names.</param>
    public Dictionary<string, string[]> Problems(string path = "")
    {
        Dictionary<string, string[]> problems = [];
        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)[("width", Width), ("height", Height)])
        {
            if (size is < 1 or > DigitImage.MaxSide)
                problems[path + name] = [$"must be from 1 to {DigitImage.MaxSide}; {size} was given"];
        }

        if (Pixels is null)
            problems[path + "pixels"] = ["is missing: the brightness of each pixel, as base64"];
        else if (problems.Count == 0 && Pixels.Length != Width * Height)
            problems[path + "pixels"] = [$"must be {Width * Height} bytes, {Width} times {Height}; {Pixels.Length} were given"];
        return problems;
    }
}

/// <summary>The answer for one picture of several.</summary>
/// <param name="Digit">The digit, or null if the picture is blank.</param>
/// <param name="Probability">How sure that is.</param>
internal sealed record BatchAnswer(int? Digit, float Probability);

/// <summary>What the server does. The network needs no lock: any number of requests ask it at a time.</summary>
internal static class Endpoints
{
    private const int MostPictures = 1000;

    /// <summary>Reads one digit: 400 if the picture's sizes are wrong, 422 if it is blank.</summary>
    public static Results<Ok<DigitAnswer>, ValidationProblem, ProblemHttpResult> Read(Picture picture)
    {
        Dictionary<string, string[]> problems = picture.Problems();
        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);
        return DigitReader.Read(picture.Pixels!, picture.Width, picture.Height) is { } answer
            ? TypedResults.Ok(answer)
            : TypedResults.Problem(
                "All pixels have about the same brightness.",
                title: "The picture is blank",
                statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Reads many digits, until the caller goes away.</summary>
    public static Results<Ok<BatchAnswer[]>, ValidationProblem> ReadAll(Picture?[] pictures, CancellationToken cancelled)
    {
        Dictionary<string, string[]> problems = pictures.Length is >= 1 and <= MostPictures
            ? new(pictures.SelectMany((picture, i) => picture?.Problems($"[{i}].") ?? new() { [$"[{i}]"] = ["is null"] }))
            : new() { ["[]"] = [$"must be 1 to {MostPictures} pictures; {pictures.Length} were given"] };
        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);

        BatchAnswer[] answers = new BatchAnswer[pictures.Length];
        for (int i = 0; i < pictures.Length; i++)
        {
            cancelled.ThrowIfCancellationRequested();
            Picture picture = pictures[i]!;
            DigitAnswer? answer = DigitReader.Read(picture.Pixels, picture.Width, picture.Height);
            answers[i] = new BatchAnswer(answer?.Digit, answer?.Probabilities[answer.Digit] ?? 0);
        }

        return TypedResults.Ok(answers);
    }
}
