using System.Text;
using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>Chooses how progress is shown.</summary>
public static class ProgressReport
{
    /// <summary>
    /// On the console: a <see cref="ProgressBar"/> on an interactive terminal, <see cref="EpochLines"/> when the output is
    /// redirected or the terminal cannot move its cursor.
    /// </summary>
    /// <param name="curves">Whether a terminal of at least 100 columns and 14 lines also shows the curves of the losses and of a metric,
    /// drawn with braille characters: below the bar from the second epoch on, and at the end. The output must be UTF-8; the console of
    /// Windows does not show them.</param>
    /// <returns>A callback for <see cref="FitOptions{TTarget}.Progress"/>.</returns>
    public static TrainingCallback ToConsole(bool curves = false)
    {
        return IsTerminal
            ? new ProgressBar(Console.Out, ConsoleWidth) { Curves = curves && DrawsCurves, Rows = ConsoleHeight }
            : new EpochLines(Console.Out);
    }

    /// <summary>How many columns the console has, or 0 if the output is redirected or its width is unknown: for
    /// <c>ConfusionMatrix.ToString(columns)</c>.</summary>
    public static int ConsoleColumns => IsTerminal ? ConsoleWidth() : 0;

    private static bool IsTerminal =>
        !OperatingSystem.IsBrowser() && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    // On Windows escape sequences must be switched on first, which takes calls of the system.
    private static bool DrawsCurves => !OperatingSystem.IsWindows() && Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage;

    /// <summary>To a writer, such as that of a file: one line per epoch.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <returns>A callback for <see cref="FitOptions{TTarget}.Progress"/>.</returns>
    public static TrainingCallback To(TextWriter writer) => new EpochLines(writer);

    private static int ConsoleWidth() => Measured(() => Console.WindowWidth);

    private static int ConsoleHeight() => Measured(() => Console.WindowHeight);

    private static int Measured(Func<int> measure)
    {
        try
        {
            return measure();
        }
        catch (Exception problem) when (problem is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }
}
