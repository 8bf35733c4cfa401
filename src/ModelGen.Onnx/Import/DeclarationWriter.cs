using System.Text;
using System.Text.RegularExpressions;
using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>Writes steps as attributes: which value is the current one, which need names, what layers and functions are called.</summary>
internal sealed partial class DeclarationWriter
{
    private const int LongestLine = 120;

    /// <summary>Attributes that begin a line of their own.</summary>
    private static readonly HashSet<string> Openers =
    [
        "Conv1D", "Conv2D", "ConvTranspose2D", "Dense", "From", "Input", "Tokens", "Embedding", "Flatten", "GlobalAvgPool2D",
        "MultiHeadAttention", "Lstm", "Gru", "Rnn",
    ];

    private readonly string _stem;
    private readonly ImportOptions _options;
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<DeclaredInput> _inputs;
    private readonly IReadOnlyList<Step> _steps;
    private readonly IReadOnlyList<(string Name, Sample Value)> _outputs;
    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "output" };
    private readonly List<ImportedWeight> _weights = [];
    private readonly Dictionary<Function, string> _functions = [];
    private readonly List<string> _attributes = [];

    public DeclarationWriter(
        OnnxModel model, string stem, ImportOptions options, IReadOnlyList<DeclaredInput> inputs, IReadOnlyList<Step> steps,
        IReadOnlyList<(string Name, Sample Value)> outputs) =>
        (_model, _stem, _options, _inputs, _steps, _outputs) = (model, stem, options, inputs, steps, outputs);

    /// <summary>Whether the class only predicts: because that is asked for, or because there is nothing that it could learn.</summary>
    private bool OnlyPredicts => _options.Inference || _steps.All(step => step.IsFrozen || step.Weights.Count == 0);

    public ImportedModel Write()
    {
        string className = _options.ClassName ?? PascalCase(_stem);
        string weightsFile = _options.WeightsFile ?? _stem + ".safetensors";
        NameValues();
        string?[] layers = NameLayers();
        WriteInputs();
        int current = _inputs[^1].Id;
        for (int at = 0; at < _steps.Count; at++)
        {
            Step step = Ordered(_steps[at], current);
            if (step.Current != current) _attributes.Add($"From(\"{_names[step.Current]}\")");
            _attributes.Add(Attribute(step, layers[at]));
            current = step.Result.Id;
            if (_names.TryGetValue(current, out string? name)) _attributes.Add($"As(\"{name}\")");
        }

        if (_outputs[0].Value.Id != current) _attributes.Add($"From(\"{_names[_outputs[0].Value.Id]}\")");
        foreach ((_, Sample value) in _outputs.Skip(1)) _attributes.Add($"Output(\"{_names[value.Id]}\")");
        return new ImportedModel(className, Text(className, weightsFile), weightsFile, _weights) { Notes = [.. Notes()] };
    }

    /// <summary>A class has the batch in front of everything.</summary>
    private IEnumerable<string> Notes()
    {
        foreach ((string name, Sample value) in _outputs.Where(output => output.Value.BatchAxis > 0 || output.Value.Before > 0))
            yield return $"The output '{name}' is {GraphImport.Text(value)} in the file; the class gives it sample by sample.";
        if (OnlyPredicts && !_options.Inference) yield return "There is nothing to learn in the file: the class only predicts.";
    }

    private string Text(string className, string weightsFile)
    {
        StringBuilder text = new();
        text.Append("using ModelGen;\n");
        if (_functions.Count > 0) text.Append("using static ModelGen.Tensor;\n");
        text.Append('\n');
        if (_options.Namespace is { Length: > 0 } space) text.Append($"namespace {space};\n\n");
        string producer = _model.Producer.Length > 0 && Plain().IsMatch(_model.Producer) ? $", written by {_model.Producer}" : "";
        text.Append($"/// <summary>Imported from an ONNX file{producer}. Weights: <c>{weightsFile}</c>.</summary>\n");
        text.Append(OnlyPredicts ? $"[Model(Weights = \"{weightsFile}\")]\n" : "[Model]\n");
        Lines(text);
        if (!OnlyPredicts) text.Append($"[{Loss()}, Adam(1e-3)]\n");
        text.Append($"public {(OnlyPredicts ? "static" : "sealed")} partial class {className}");
        if (_functions.Count == 0) return text.Append(";\n").ToString();
        text.Append("\n{\n");
        text.AppendJoin("\n", _functions.Select(pair =>
            $"    private static Tensor {pair.Value}({Parameters(pair.Key)}){Body(pair.Key)}\n"));
        return text.Append("}\n").ToString();
    }

    private static string Body(Function function) => function.Expression.StartsWith('{')
        ? string.Concat(function.Expression.Split('\n').Select(line => line.Length == 0 ? "\n" : "\n    " + line))
        : $" =>\n        {function.Expression};";

    /// <summary>Attributes in lines: layers with what follows them.</summary>
    private void Lines(StringBuilder text)
    {
        StringBuilder line = new();
        foreach (string attribute in _attributes)
        {
            bool opens = Openers.Contains(attribute.Split('(')[0]);
            if (line.Length > 0 && (opens || line.Length + attribute.Length + 3 > LongestLine))
            {
                text.Append($"[{line}]\n");
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : ", ").Append(attribute);
        }

        text.Append($"[{line}]\n");
    }

    /// <summary>A value that only commutes into a step need not have a name: the current one is taken first.</summary>
    private Step Ordered(Step step, int current)
    {
        if (step.Kind is not ("Add" or "Multiply") || step.Current == current || !step.Others.Contains(current)) return step;

        // Only the named values are stretched.
        if (_steps.FirstOrDefault(one => one.Result.Id == current)?.Result.Shape.SequenceEqual(step.Result.Shape) != true) return step;
        return step with { Current = current, Others = [.. step.Others.Select(other => other == current ? step.Current : other)] };
    }

    private string Attribute(Step step, string? layer)
    {
        List<string> arguments = step.Kind switch
        {
            "Apply" => [$"nameof({FunctionName(step.Function!)})", .. step.Others.Select(other => $"\"{_names[other]}\"")],
            "Add" or "Multiply" or "Concat" => [.. step.Others.Select(other => $"\"{_names[other]}\"")],
            _ => step.Arguments.Length > 0 ? [step.Arguments] : [],
        };
        string kind = step is { Kind: "Reshape", Result.Shape.Length: <= 1 } ? "Flatten" : step.Kind;
        if (kind == "Flatten") arguments.Clear();
        if (step.IsFrozen) arguments.Add("Frozen = true");
        if (layer is not null) arguments.Add($"Name = \"{layer}\"");
        return arguments.Count == 0 ? kind : $"{kind}({string.Join(", ", arguments)})";
    }

    private void WriteInputs()
    {
        foreach (DeclaredInput input in _inputs)
        {
            string name = _inputs.Count > 1 ? $", Name = \"{_names[input.Id]}\"" : "";
            _attributes.Add(input.Vocabulary > 0
                ? $"Tokens({Shapes.Sizes(input.Shape)}, {Shapes.Text(input.Vocabulary)}{name})"
                : $"Input({Shapes.Sizes(input.Shape)}{name})");
            if (input.HasLengths) _attributes.Add("Lengths");
        }
    }

    /// <summary>Names for values that are read when they are not the current one any more.</summary>
    private void NameValues()
    {
        foreach (DeclaredInput input in _inputs)
            _names[input.Id] = _inputs.Count == 1 ? "input" : Free(Identifier(input.Name) is { Length: > 0 } name ? name : "input");
        _taken.Add("input");
        HashSet<int> needed = [.. _outputs.Skip(1).Select(output => output.Value.Id)];
        int current = _inputs[^1].Id;
        foreach (Step original in _steps)
        {
            Step step = Ordered(original, current);
            if (step.Current != current) needed.Add(step.Current);
            needed.UnionWith(step.Others);
            current = step.Result.Id;
        }

        if (_outputs[0].Value.Id != current) needed.Add(_outputs[0].Value.Id);
        Dictionary<int, string> outputs = [];
        foreach ((string name, Sample value) in _outputs) outputs.TryAdd(value.Id, Identifier(name));
        HashSet<int> summed = [.. _steps.Where(step => step.Kind == "Add").SelectMany(step => step.Others)];
        foreach (Step step in _steps.Where(step => needed.Contains(step.Result.Id) && !_names.ContainsKey(step.Result.Id)))
        {
            bool isOutput = outputs.TryGetValue(step.Result.Id, out string? output) && output!.Length > 0 && !char.IsDigit(output[0]);
            _names[step.Result.Id] = isOutput ? Free(output!) : Free(summed.Contains(step.Result.Id) ? "skip" : "branch");
        }
    }

    /// <summary>Names of layers: those that the file's tensors suggest where they are sensible, else the language's defaults.</summary>
    private string?[] NameLayers()
    {
        Dictionary<string, int> ordinals = new(StringComparer.Ordinal);
        string[] defaults = new string[_steps.Count];
        for (int at = 0; at < _steps.Count; at++)
        {
            Step step = _steps[at];
            string kind = step is { Kind: "Reshape", Result.Shape.Length: <= 1 } ? "flatten" : step.Kind.ToLowerInvariant();
            if (!step.IsLayer) continue;
            ordinals[kind] = ordinals.GetValueOrDefault(kind) + 1;
            defaults[at] = kind + Shapes.Text(ordinals[kind]);
        }

        string?[] names = new string?[_steps.Count];
        HashSet<string> taken = new(defaults.Where(name => name is not null), StringComparer.Ordinal);
        HashSet<string> reserved = new(StringComparer.OrdinalIgnoreCase) { "input", "output", "layers" };
        for (int at = 0; at < _steps.Count; at++)
        {
            Step step = _steps[at];
            if (step.Weights.Count == 0) continue;
            string? wanted = step.Name is { } name ? Identifier(name) : null;
            bool isUseful = wanted is { Length: > 1 } && wanted != defaults[at] && !reserved.Contains(wanted) && taken.Add(wanted);
            names[at] = isUseful ? wanted : null;
            string layer = names[at] ?? defaults[at];
            _weights.AddRange(step.Weights.Select(weight => weight with { Name = $"{layer}.{weight.Name}" }));
        }

        return names;
    }

    private string FunctionName(Function function)
    {
        if (_functions.TryGetValue(function, out string? known)) return known;
        HashSet<string> taken = [.. _functions.Values];
        string name = function.Name;
        for (int i = 2; taken.Contains(name); i++) name = function.Name + Shapes.Text(i);
        _functions.Add(function, name);
        return name;
    }

    private static string Parameters(Function function) => string.Join(
        ", ", Function.Operands.Where((name, i) => i == 0 || function.Uses(name)).Select(name => $"Tensor {name}"));

    private string Loss()
    {
        Step last = _steps.First(step => step.Result.Id == _outputs[0].Value.Id);
        return last.Kind switch
        {
            "Softmax" when last.Result.Shape.Length is 1 or 2 => "CrossEntropy",
            "Dense" when last.Result.Shape is [> 1] => "SoftmaxCrossEntropy",
            _ => "MeanSquaredError",
        };
    }

    private string Free(string name)
    {
        string free = name;
        for (int i = 2; !_taken.Add(free); i++) free = name + Shapes.Text(i);
        return free;
    }

    private static string Identifier(string name)
    {
        string plain = NotLetters().Replace(name, "_").Trim('_');
        return plain.Length > 0 && char.IsAsciiDigit(plain[0]) ? "layer" + plain : plain;
    }

    private static string PascalCase(string stem)
    {
        IEnumerable<string> parts = NotLetters().Split(stem).Where(part => part.Length > 0);
        string name = string.Concat(parts.Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "Model" + name : name;
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotLetters();

    [GeneratedRegex("^[A-Za-z0-9 ._-]{1,40}$")]
    private static partial Regex Plain();
}
