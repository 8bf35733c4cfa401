using System.Text;
using ModelGen.Serialization;

namespace ModelGen;

/// <summary>What <see cref="WeightExtensions.LoadFrom(IModel, string, NameMap?)"/> did with each tensor and each parameter.</summary>
public sealed class LoadReport
{
    internal LoadReport(
        IReadOnlyList<string> loaded, IReadOnlyList<string> missing, IReadOnlyList<string> unused, IReadOnlyList<string> different) =>
        (Loaded, Missing, Unused, Different) = (loaded, missing, unused, different);

    /// <summary>The parameters that have the numbers of the file, by name, in the order of the model.</summary>
    public IReadOnlyList<string> Loaded { get; }

    /// <summary>The parameters for which the file has no tensor; they are as they were.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The tensors of the file that belong to no parameter; those that a map leaves out are not here.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The parameters whose tensor has another shape, with both shapes; they are as they were.</summary>
    public IReadOnlyList<string> Different { get; }

    /// <summary>Whether every parameter was loaded, and every tensor used.</summary>
    public bool IsComplete => Missing.Count + Unused.Count + Different.Count == 0;

    /// <summary>Throws unless every parameter was loaded and every tensor used. The model has what was loaded.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="InvalidDataException">Something is missing, unused or different; the message lists it.</exception>
    public LoadReport ThrowIfIncomplete() =>
        IsComplete ? this : throw new InvalidDataException($"The file does not fit the model. {this}");

    /// <summary>How many were loaded, and the names of the others.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        StringBuilder text = new($"{Loaded.Count} parameter{(Loaded.Count == 1 ? "" : "s")} loaded.");
        SafeTensorsReader.AppendNames(text, "missing", Missing);
        SafeTensorsReader.AppendNames(text, "unused", Unused);
        foreach (string difference in Different) text.Append($" {difference}.");
        return text.ToString();
    }
}
