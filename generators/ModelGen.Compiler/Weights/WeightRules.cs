using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Serialization;

namespace ModelGen.Compiler.Weights;

/// <summary>Whether a model that only predicts has the weights that it needs.</summary>
public static class WeightRules
{
    /// <summary>What is wrong with the weights, all of it in one diagnostic; null if nothing is, or if the model is trained.</summary>
    public static Diagnostic? Check(BuiltModel model)
    {
        var name = model.Spec.Class.Name;
        return model.Spec.Weights switch
        {
            WeightsSpec.Missing missing => Report(
                DiagnosticCatalogue.NoSuchWeights, name, missing.Given ?? "", WhereItCouldBe(missing.Given ?? "", missing.Listed)),
            WeightsSpec.Ambiguous several => Report(
                DiagnosticCatalogue.SeveralWeights,
                name,
                Literals.Integer(several.Files.Count),
                Names(several.Files),
                several.Given is null
                    ? "List one of them only for it."
                    : "Write more of the path, or all of it, so that one of them is meant."),
            WeightsSpec.Unreadable file => Report(DiagnosticCatalogue.NotWeights, name, file.File, file.Problem),
            WeightsSpec.Found found => Compare(model, found),
            _ => null,
        };
    }

    /// <summary>Of the files that are listed for a model, those whose model does not exist.</summary>
    /// <param name="files">What the project lists.</param>
    /// <param name="models">Names and full names of all models.</param>
    public static IEnumerable<Diagnostic> Unused(IEnumerable<WeightsFile> files, IReadOnlyList<(string Name, string FullName)> models) =>
        from file in files
        let name = file.Model
        where name is not null && !models.Any(model => file.IsFor(model.Name, model.FullName))
        let nearest = EditDistance.Nearest(name, models.Select(model => model.Name))
        select new Diagnostic(
            DiagnosticCatalogue.WeightsForNoModel,
            SpecLocation.Model,
            EquatableArray.Of(
                file.Name,
                name,
                nearest is not null ? $"Did you mean Model=\"{nearest}\"?" : "Write the name of a class that is marked with [Model]."));

    private static Diagnostic? Compare(BuiltModel model, WeightsSpec.Found found)
    {
        var name = model.Spec.Class.Name;
        var problems = Problems(model.Stored, found.Header).ToArray();
        if (problems.Length > 0) return Report(DiagnosticCatalogue.WeightsDoNotFit, name, found.File, string.Join(" ", problems));
        if (TooLarge(model, found) is { } tooLarge) return tooLarge;
        if (found.Header.Architecture is not { } saved) return null;
        return Architecture.Difference(saved, Architecture.Of(model)) is var (number, there, here)
            ? Report(
                DiagnosticCatalogue.OtherArchitecture,
                name,
                found.File,
                Literals.Integer(number),
                there is null ? "missing" : $"'{there}'",
                here is null ? "missing" : $"'{here}'")
            : null;
    }

    /// <summary>Numbers that the model's own form of weights cannot hold.</summary>
    private static Diagnostic? TooLarge(BuiltModel model, WeightsSpec.Found found)
    {
        var reach = found.Header.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Reach, StringComparer.Ordinal);
        var beyond = model.Stored
            .Where(p => reach.TryGetValue(p.Name, out var own) && own > (p.Element switch
            {
                Element.F16 => Reach.Half,
                Element.BF16 => Reach.BFloat16,
                _ => Reach.Single,
            }))
            .ToArray();
        if (beyond.Length == 0) return null;
        var storage = beyond[0].Element.Storage();
        return new(
            DiagnosticCatalogue.WeightsTooLarge,
            SpecLocation.Model.At(nameof(ModelAttribute.Storage)),
            EquatableArray.Of(
                model.Spec.Class.Name,
                storage.ToString(),
                storage == Storage.Float16 ? "65,504" : "3.39e38",
                Names(beyond.Select(p => p.Name)),
                found.File,
                storage == Storage.Float16 ? "Use Storage.BFloat16, which holds what a float does" : "Use Storage.Float32"));
    }

    private static IEnumerable<string> Problems(IReadOnlyList<ParameterInfo> needed, WeightsHeader file)
    {
        var there = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var known = new HashSet<string>(needed.Select(parameter => parameter.Name), StringComparer.Ordinal);

        // Counts may be missing, as in state dicts of old versions of PyTorch; prediction does not need them.
        var missing = needed
            .Where(parameter => !parameter.IsCount && !there.ContainsKey(parameter.Name) && !IsComputed(parameter))
            .Select(p => p.Name)
            .ToArray();
        if (missing.Length > 0) yield return Count("missing", missing);
        if (needed.FirstOrDefault(parameter => parameter.IsMeasured && missing.Contains(parameter.Name)) is { } range)
        {
            yield return $"'{range.Name}' is measured: train the model with Arithmetic.Int8 in its declaration, call Calibrate with some "
                + "of its data, and then Save.";
        }

        var unexpected = there.Keys.Where(tensor => !known.Contains(tensor)).OrderBy(tensor => tensor, StringComparer.Ordinal).ToArray();
        if (unexpected.Length > 0) yield return Count("unexpected", unexpected);
        foreach (var parameter in needed)
        {
            if (!there.TryGetValue(parameter.Name, out var tensor)) continue;
            if (!tensor.Shape.SequenceEqual(parameter.StandardShape.Select(size => (long)size)))
            {
                yield return $"'{parameter.Name}' has the shape {Shape(tensor.Shape)} in the file; the model needs "
                    + $"{Shape(parameter.StandardShape.Select(size => (long)size))}.";
            }

            if (parameter.IsWhole && tensor.Type == "I8") continue;
            if (!TensorTypes.IsReadable(tensor.Type, parameter.IsCount))
                yield return $"'{parameter.Name}' has the type {tensor.Type}; {TensorTypes.Readable(parameter.IsCount)} is needed.";
        }

        // Files of floats have no factors of whole numbers: these are made when the weights are loaded.
        bool IsComputed(ParameterInfo parameter) =>
            parameter.ScaleOf is { } weight && there.TryGetValue(weight, out var numbers) && numbers.Type != "I8";

        var notPositive = file.NotPositive.Where(tensor => needed.Any(p => p.IsMeasured && p.Name == tensor)).ToArray();
        if (notPositive.Length > 0)
            yield return $"Ranges must be larger than 0, and are not in {Names(notPositive)}: call Calibrate again, and Save.";
        if (file.NotFinite.Count > 0) yield return $"Numbers are NaN or infinite in {Names(file.NotFinite)}.";
    }

    private static string WhereItCouldBe(string given, EquatableArray<string> listed)
    {
        if (listed.Count == 0)
            return $"It lists none: add {Listing(given)} to an ItemGroup.";
        return $"It lists {Names(listed)}"
            + (EditDistance.Nearest(given, listed) is { } nearest
                ? $"; did you mean '{nearest}'?"
                : $", and others need {Listing("…")} in an ItemGroup.");
    }

    private static string Listing(string file) => $"<ModelGenWeights Include=\"{file}\" />";

    private static string Count(string kind, IReadOnlyList<string> names) =>
        $"{Literals.Integer(names.Count)} {kind} tensor{(names.Count == 1 ? "" : "s")}: {Names(names)}.";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => Literals.Integer(size)))}]";

    private static Diagnostic Report(DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(descriptor, SpecLocation.Model.At(nameof(ModelAttribute.Weights)), arguments.ToEquatableArray());
}
