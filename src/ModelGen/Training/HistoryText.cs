using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>The records of epochs as JSON. Numbers are strings, since JSON has no NaN; reading gives them back exactly.</summary>
internal static class HistoryText
{
    private const string TrainingSeconds = "seconds", ValidationSeconds = "val_seconds", Epoch = "epoch", Metrics = "metrics";

    public static string Write(IEnumerable<EpochRecord> epochs)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartArray();
        foreach (EpochRecord epoch in epochs)
        {
            json.WriteStartObject();
            json.WriteNumber(Epoch, epoch.Epoch);
            Number(EpochRecord.LossKey, epoch.Loss);
            if (epoch.ValidationLoss is double loss)
                Number(EpochRecord.ValidationLossKey, loss);
            if (epoch.ValidationAccuracy is double accuracy)
                Number(EpochRecord.ValidationAccuracyKey, accuracy);
            Number(EpochRecord.LearningRateKey, epoch.LearningRate);
            Number(TrainingSeconds, epoch.TrainingSeconds);
            Number(ValidationSeconds, epoch.ValidationSeconds);
            json.WriteStartObject(Metrics);
            foreach ((string key, double value) in epoch.Metrics)
                Number(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);

        void Number(string key, double value) => json.WriteString(key, Numbers.Format(value, "R"));
    }

    /// <exception cref="InvalidDataException">The text is none that <see cref="Write"/> gave.</exception>
    public static IReadOnlyList<EpochRecord> Read(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The history of the checkpoint cannot be read: {problem.Message}", problem);
        }
    }

    private static EpochRecord Read(JsonElement epoch)
    {
        return new EpochRecord(
            epoch.GetProperty(Epoch).GetInt32(), Number(EpochRecord.LossKey), Optional(EpochRecord.ValidationLossKey),
            Optional(EpochRecord.ValidationAccuracyKey), (float)Number(EpochRecord.LearningRateKey), Number(TrainingSeconds),
            Number(ValidationSeconds))
        {
            Metrics = [.. epoch.GetProperty(Metrics).EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, Parse(pair.Value)))],
        };

        double Number(string key) => Parse(epoch.GetProperty(key));

        double? Optional(string key) => epoch.TryGetProperty(key, out JsonElement value) ? Parse(value) : null;
    }

    private static double Parse(JsonElement value) => double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
