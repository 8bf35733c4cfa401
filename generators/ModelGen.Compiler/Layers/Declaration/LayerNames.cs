using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>Gives every layer and every use of a block its name, and checks those the user gave.</summary>
/// <remarks>
/// The ordinal counts all layers of the kind in the scope, named ones too. So giving one layer a name does not change the names of
/// others in existing files.
/// </remarks>
internal static class LayerNames
{
    public static IReadOnlyList<Step> Assign(IReadOnlyList<Step> steps, Problems problems)
    {
        var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        var owners = new Dictionary<string, Step>(StringComparer.Ordinal);
        var values = new Dictionary<string, Step>(StringComparer.Ordinal);
        var result = new List<Step>(steps.Count);
        foreach (var step in steps)
        {
            CheckValueName(step, values, steps, problems);
            if (!step.IsLayer)
            {
                result.Add(step);
                continue;
            }

            var kind = DefaultStem(step);
            ordinals[kind] = ordinals.TryGetValue(kind, out var before) ? before + 1 : 1;
            var given = GivenName(step);
            var named = step with { Name = given ?? kind + Limits.Plain(ordinals[kind]) };
            if (given is not null && !IsValid(given))
                problems.Add(
                    DiagnosticCatalogue.InvalidName,
                    step.Location.At("Name"),
                    Rename(step.Location.At("Name"), Repaired(given, kind), OfLayers(steps)),
                    $"[{step.Kind}]",
                    "",
                    Quoted(given),
                    named.Name == "" ? kind : Repaired(given, kind));
            else
                CheckUnique(named, owners, steps, problems);
            result.Add(named);
        }

        return result;
    }

    /// <summary>Whether a name is an identifier: members and parameters are named after it.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && (IsLetter(name[0]) || name[0] == '_') && name.All(c => IsLetter(c) || c is '_' or (>= '0' and <= '9'));

    /// <summary>The kind in lower case, as the beginning of a name: <c>Conv2D</c> gives <c>conv2d</c>.</summary>
    public static string Stem(string kind) => kind.ToLowerInvariant();

    /// <summary>The beginning of a default name: the layer's kind, or the name of the only block that is used.</summary>
    private static string DefaultStem(Step step) => Stem(step.Branches.Count == 1 ? step.Branches[0].DisplayName : step.Kind.Split('<')[0]);

    /// <summary>A name like the given one that is not taken.</summary>
    public static string Free(string name, ICollection<string> taken)
    {
        if (!taken.Contains(name)) return name;
        var stem = name.TrimEnd("0123456789".ToCharArray());
        return Enumerable
            .Range(2, taken.Count + 1)
            .Select(number => stem + Limits.Plain(number))
            .First(candidate => !taken.Contains(candidate));
    }

    /// <summary>The name that a step gives to a value, by default or explicitly.</summary>
    public static string? OfValue(Step step) => step.ValueName ?? step.Definition?.Otherwise;

    /// <summary>The names that values of a scope have or cannot have.</summary>
    public static HashSet<string> OfValues(IEnumerable<Step> steps) =>
        [.. steps.Select(step => step.ValueName).OfType<string>(), InputWiring.DefaultName, InputWiring.OutputName];

    /// <summary>The names that layers of a scope have, have by default, or cannot have.</summary>
    public static HashSet<string> OfLayers(IReadOnlyList<Step> steps) =>
    [
        .. steps.Select(GivenName).OfType<string>(),
        .. steps.Where(step => step.IsLayer).GroupBy(DefaultStem).SelectMany(kind => kind.Select((_, i) => kind.Key + Limits.Plain(i + 1))),
        .. BlockTable.ReservedNames,
    ];

    /// <summary>A fix that gives a layer or a value a free name like the given one.</summary>
    public static Fix[] Rename(SpecLocation name, string wanted, ICollection<string> taken) =>
        [Fix.Change(name, $"\"{Free(wanted, taken)}\"")];

    /// <summary>A fix that gives a value, and all that refer to it, a free name like the given one.</summary>
    private static Fix[] RenameValue(Step step, string wanted, IReadOnlyList<Step> steps)
    {
        var name = $"\"{Free(wanted, OfValues(steps))}\"";
        var references = steps.SelectMany(reader => (reader.Layer?.Reads(reader.Attribute) ?? [])
            .Where(reference => reference.Name == step.ValueName)
            .Select(reference => reader.Location.At(reference.Argument, reference.Element)));
        var location = step.Location.At(step.Definition!.Argument);
        return [Fix.Of($"Change to {name}", [.. references.Prepend(location).Select(place => Edit.Set(place, name))])];
    }

    private static void CheckValueName(Step step, Dictionary<string, Step> owners, IReadOnlyList<Step> steps, Problems problems)
    {
        if (step.Definition is not { } definition) return;
        var name = definition.Name;
        if (name is null && definition.Otherwise is { } otherwise)
        {
            if (!owners.ContainsKey(otherwise)) owners.Add(otherwise, step);
            return;
        }

        var location = step.Location.At(definition.Argument);
        if (name is null || !IsValid(name))
            problems.Add(
                DiagnosticCatalogue.InvalidName,
                location,
                RenameValue(step, Repaired(name, "skip"), steps),
                $"[{step.Kind}]",
                "",
                Quoted(name),
                Repaired(name, "skip"));
        else if (name == InputWiring.OutputName)
            problems.Add(
                DiagnosticCatalogue.ReservedName,
                location,
                RenameValue(step, name, steps),
                $"[{step.Kind}]",
                "",
                name,
                "the model's own result, its last value");
        else if (owners.TryGetValue(name, out var owner))
            problems.Add(
                DiagnosticCatalogue.DuplicateName,
                location,
                Rename(location, name, OfValues(steps)),
                $"[{step.Kind}]",
                "",
                name,
                owner.ValueName is null ? "the [Input], which has it by default" : $"another [{owner.Kind}]");
        else
            owners.Add(name, step);
    }

    private static void CheckUnique(Step step, Dictionary<string, Step> owners, IReadOnlyList<Step> steps, Problems problems)
    {
        if (!owners.TryGetValue(step.Name!, out var owner))
        {
            owners.Add(step.Name!, step);
            return;
        }

        // If one name is given and the other a default, the given one must change.
        var (wrong, right) = GivenName(step) is null ? (owner, step) : (step, owner);
        var taken = GivenName(right) is null ? $"a [{right.Kind}], which has it by default" : $"another layer, a [{right.Kind}]";
        problems.Add(
            DiagnosticCatalogue.DuplicateName,
            wrong.Location.At("Name"),
            Rename(wrong.Location.At("Name"), step.Name!, OfLayers(steps)),
            $"[{wrong.Kind}]",
            "",
            step.Name!,
            taken);
    }

    /// <summary>The name the declaration gives a layer or the use of a block, or null.</summary>
    public static string? GivenName(Step step) => step.Attribute switch
    {
        LayerAttribute layer => layer.Name,
        BlockUseAttribute use => use.Name,
        _ => null,
    };

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    /// <summary>A name for messages, whatever it is.</summary>
    public static string Quoted(string? name) => name is null ? "null" : name.Length == 0 ? "the empty text" : $"\"{name}\"";

    private static string Repaired(string? name, string otherwise)
    {
        var repaired = new string((name ?? "").Select(c => IsLetter(c) || char.IsDigit(c) ? c : '_').ToArray()).Trim('_');
        if (repaired.Length > 0 && char.IsDigit(repaired[0])) repaired = "_" + repaired;
        return IsValid(repaired) ? repaired : otherwise;
    }
}
