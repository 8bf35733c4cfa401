using System.Text;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>Times and numbers as the progress bar of Keras 2 prints them (keras/utils/generic_utils.py, Progbar).</summary>
internal static class KerasFormat
{
    private const int BarWidth = 30;

    /// <summary><c>12/45 [=======&gt;......................]</c>.</summary>
    public static void AppendBar(StringBuilder text, int done, int total)
    {
        string end = Numbers.Format(total);
        int filled = (int)((long)BarWidth * done / total);
        text.Append(Numbers.Format(done).PadLeft(end.Length)).Append('/').Append(end).Append(" [");
        if (filled > 0)
            text.Append('=', filled - 1).Append(done < total ? '>' : '=');
        text.Append('.', BarWidth - filled).Append(']');
    }

    /// <summary><c> - 1s 12ms/step</c>.</summary>
    public static void AppendTime(StringBuilder text, EpochRecord epoch, int steps) =>
        text.Append(" - ").Append(Duration(epoch.Seconds)).Append(' ').Append(PerStep(epoch.TrainingSeconds / steps));

    /// <summary><c> - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700</c>.</summary>
    public static void AppendMetrics(StringBuilder text, EpochRecord epoch)
    {
        AppendMetric(text, "loss", epoch.Loss);
        if (epoch.ValidationLoss is double loss)
            AppendMetric(text, "val_loss", loss);
        if (epoch.ValidationAccuracy is double accuracy)
            AppendMetric(text, "val_accuracy", accuracy);
    }

    public static void AppendMetric(StringBuilder text, string name, double value) =>
        text.Append(" - ").Append(name).Append(": ")
            .Append(Numbers.Format(value, Math.Abs(value) is > 1e-3 or 0 ? "0.0000" : "0.0000e+00"));

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
