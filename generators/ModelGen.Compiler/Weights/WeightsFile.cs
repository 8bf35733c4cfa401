using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Weights;

/// <summary>A file of weights that a project lists, read.</summary>
/// <param name="Name">As the project lists it, with slashes.</param>
/// <param name="Model">The class that it is for, if the project says so: its name, or its full name.</param>
/// <param name="Header">What it holds; null if it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
public sealed record WeightsFile(string Name, string? Model, WeightsHeader? Header, string? Problem)
{
    /// <summary>Whether the project says that it is for a class.</summary>
    public bool IsFor(string className, string fullName) => Model is not null && (Model == className || Model == fullName);

    /// <summary>A declaration with the weights that a project has for it; the same if it has none and is trained.</summary>
    /// <param name="model">The declaration.</param>
    /// <param name="files">What the project lists.</param>
    public static ModelSpec Attach(ModelSpec model, IReadOnlyList<WeightsFile> files) =>
        Choose(model.WeightsGiven, model.Class.Name, model.Class.FullName, files) is { } weights ? model with { Weights = weights } : model;

    // The project has the last word: an app ships its own weights for a declaration that it shares.
    private static WeightsSpec? Choose(string? given, string className, string fullName, IReadOnlyList<WeightsFile> files)
    {
        var meant = files.Where(file => file.IsFor(className, fullName)).ToArray();
        if (meant.Length == 0)
        {
            if (given is null) return null;
            var name = given.Replace('\\', '/');
            meant = files.Where(file => file.Name == name).ToArray();
            if (meant.Length == 0) meant = files.Where(file => file.Name.EndsWith("/" + name, StringComparison.Ordinal)).ToArray();
        }

        if (meant.Length == 0) return new WeightsSpec.Missing(given, files.Select(file => file.Name).ToEquatableArray());
        if (meant.Length > 1) return new WeightsSpec.Ambiguous(given, meant.Select(file => file.Name).ToEquatableArray());
        return meant[0].Header is { } header
            ? new WeightsSpec.Found(given, meant[0].Name, header)
            : new WeightsSpec.Unreadable(given, meant[0].Name, meant[0].Problem ?? "");
    }
}
