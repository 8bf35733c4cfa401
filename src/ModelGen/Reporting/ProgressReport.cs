using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>Chooses how progress is shown.</summary>
public static class ProgressReport
{
    /// <summary>
    /// On the console: a <see cref="ProgressBar"/> on an interactive terminal, <see cref="EpochLines"/> when the output is
    /// redirected or the terminal cannot move its cursor.
    /// </summary>
    /// <returns>A callback for <see cref="FitOptions{TTarget}.Progress"/>.</returns>
    public static TrainingCallback ToConsole()
    {
        return IsTerminal ? new ProgressBar(Console.Out, ConsoleWidth) : new EpochLines(Console.Out);
    }

    /// <summary>How many columns the console has, or 0 if the output is redirected or its width is unknown: for
    /// <c>ConfusionMatrix.ToString(columns)</c>.</summary>
    public static int ConsoleColumns => IsTerminal ? ConsoleWidth() : 0;

    private static bool IsTerminal =>
        !OperatingSystem.IsBrowser() && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>To a writer, such as that of a file: one line per epoch.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <returns>A callback for <see cref="FitOptions{TTarget}.Progress"/>.</returns>
    public static TrainingCallback To(TextWriter writer) => new EpochLines(writer);

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception problem) when (problem is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }
}
