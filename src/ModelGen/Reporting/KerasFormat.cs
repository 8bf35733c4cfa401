using System.Text;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>Times and numbers as the progress bar of Keras 2 prints them (keras/utils/generic_utils.py, Progbar).</summary>
internal static class KerasFormat
{
    public const int BarWidth = 30;

    /// <summary><c>12/45</c>.</summary>
    public static string Counter(int done, int total)
    {
        string end = Numbers.Format(total);
        return Numbers.Format(done).PadLeft(end.Length) + "/" + end;
    }

    /// <summary><c>[=======&gt;......................]</c>.</summary>
    public static void AppendBar(StringBuilder text, int done, int total, int width = BarWidth)
    {
        int filled = (int)((long)width * done / total);
        text.Append('[');
        if (filled > 0)
            text.Append('=', filled - 1).Append(done < total ? '>' : '=');
        text.Append('.', width - filled).Append(']');
    }

    /// <summary><c>1s 12ms/step</c>.</summary>
    public static string Time(EpochRecord epoch, int steps) => Duration(epoch.Seconds) + " " + PerStep(epoch.TrainingSeconds / steps);

    /// <summary><c>loss: 0.1234</c>, <c>val_loss: 0.1500</c>, <c>val_accuracy: 0.9700</c>: all but the learning rate.</summary>
    public static IEnumerable<string> Metrics(EpochRecord epoch) =>
        epoch.Values.Where(pair => pair.Key != EpochRecord.LearningRateKey).Select(pair => Metric(pair.Key, pair.Value));

    public static string Metric(string name, double value) => name + ": " + Value(value);

    /// <summary><c>0.1234</c>, or <c>1.2346e-04</c> if it is small.</summary>
    public static string Value(double value) => Numbers.Format(value, Math.Abs(value) is > 1e-3 or 0 ? "0.0000" : "0.0000e+00");

    public static string Duration(double seconds)
    {
        long whole = (long)seconds;
        return whole switch
        {
            >= 3600 => $"{Numbers.Format(whole / 3600)}:{whole / 60 % 60:00}:{whole % 60:00}",
            >= 60 => $"{Numbers.Format(whole / 60)}:{whole % 60:00}",
            _ => $"{Numbers.Format(whole)}s",
        };
    }

    private static string PerStep(double seconds) => seconds switch
    {
        >= 1 => $"{Numbers.Format(seconds, "0")}s/step",
        >= 1e-3 => $"{Numbers.Format(seconds * 1e3, "0")}ms/step",
        _ => $"{Numbers.Format(seconds * 1e6, "0")}us/step",
    };
}
