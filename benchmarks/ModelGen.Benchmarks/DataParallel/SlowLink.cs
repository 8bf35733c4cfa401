using System.Globalization;

namespace ModelGen.Benchmarks.DataParallel;

/// <summary>A link between two threads that stand for processes: it sleeps while a message is on the way.</summary>
/// <param name="Latency">Of a message, in seconds.</param>
/// <param name="BitsPerSecond">How fast it is.</param>
internal sealed record SlowLink(double Latency, double BitsPerSecond)
{
    /// <summary>How long adding up takes: there and back.</summary>
    public double Message(long bytes) => Latency + (2.0 * bytes * 8 / BitsPerSecond);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{BitsPerSecond / 1e9:0.#} Gbit/s and {Latency * 1e3:0.#} ms");
}
