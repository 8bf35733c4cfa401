using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Takes weights that other libraries have trained.</summary>
public static class WeightExtensions
{
    /// <summary>
    /// Takes from a file what fits the model: tensors whose name and shape are those of a parameter. What does not fit stays as it is and
    /// is reported, so that the body of a network can be taken and its head trained anew.
    /// </summary>
    /// <remarks>
    /// Layouts are PyTorch's, as in <c>Save</c>. The optimizer's state and the step stay as they are. All that is to be loaded is read
    /// before anything is changed.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">A file that <see cref="ModelWeights.Read"/> can read.</param>
    /// <param name="names">How names in the file become names of parameters; by default they are the same.</param>
    /// <returns>What was loaded, missing, unused and of another shape.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or nothing in it fits; the model is unchanged.</exception>
    /// <exception cref="ArgumentException">Two tensors are mapped to one parameter; the model is unchanged.</exception>
    /// <example><code>
    /// var report = model.LoadFrom("resnet18.pth", NameMap.Same.Without("fc"));
    /// Console.WriteLine(report);         // 100 parameters loaded. 2 missing tensors: 'dense1.weight', 'dense1.bias'.
    /// </code></example>
    public static LoadReport LoadFrom(this IModel model, string path, NameMap? names = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelWeights weights = ModelWeights.Read(path);
        try
        {
            return model.LoadFrom(weights, names);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot load '{path}': {problem.Message}", problem);
        }
    }

    /// <summary>Takes from weights what fits the model, as <see cref="LoadFrom(IModel, string, NameMap?)"/> does from a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="names">How their names become names of parameters; by default they are the same.</param>
    /// <returns>What was loaded, missing, unused and of another shape.</returns>
    /// <exception cref="InvalidDataException">Nothing fits; the model is unchanged.</exception>
    /// <exception cref="ArgumentException">Two tensors are mapped to one parameter; the model is unchanged.</exception>
    public static LoadReport LoadFrom(this IModel model, ModelWeights weights, NameMap? names = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(weights);
        names ??= NameMap.Same;
        List<string> unused = [];
        Dictionary<string, WeightTensor> tensors = names.IsInOrder
            ? InOrder(weights, model.Parameters)
            : ByName(weights, names, model.Parameters, unused);

        List<string> loaded = [], missing = [], different = [];
        List<(Parameter Parameter, float[] Values)> values = [];
        foreach (Parameter parameter in model.Parameters)
        {
            if (!tensors.TryGetValue(parameter.Name, out WeightTensor? tensor))
            {
                // PyTorch before 0.4.1 did not count batches.
                if (parameter.Descriptor is { IsCount: false, IsMeasured: false }) missing.Add(parameter.Name);
            }
            else if (!tensor.Shape.SequenceEqual(parameter.Shape))
            {
                different.Add(
                    $"'{parameter.Name}' has the shape {TensorShape.Format(parameter.Shape)}, and '{tensor.Name}' in the file "
                        + TensorShape.Format(tensor.Shape));
            }
            else
            {
                loaded.Add(parameter.Name);
                values.Add((parameter, tensor.ToFloats()));
            }
        }

        LoadReport report = new(loaded, missing, unused, different);
        if (loaded.Count == 0)
            throw new InvalidDataException($"nothing in it fits the model. {report}");
        foreach ((Parameter parameter, float[] numbers) in values) parameter.Value.CopyFrom(numbers);
        return report;
    }

    private static Dictionary<string, WeightTensor> ByName(
        ModelWeights weights, NameMap names, ParameterSet parameters, List<string> unused)
    {
        Dictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);
        foreach (WeightTensor tensor in weights)
        {
            if (names.Apply(tensor.Name) is not { } name)
                continue;
            if (!parameters.Contains(name))
                unused.Add(tensor.Name);
            else if (!tensors.TryAdd(name, tensor))
            {
                throw new ArgumentException(
                    $"The tensors '{tensors[name].Name}' and '{tensor.Name}' are both mapped to the parameter '{name}'.", nameof(names));
            }
        }

        return tensors;
    }

    private static Dictionary<string, WeightTensor> InOrder(ModelWeights weights, ParameterSet parameters)
    {
        if (weights.Count != parameters.Count)
        {
            throw new InvalidDataException(
                $"it has {weights.Count} tensors and the model {parameters.Count} parameters; "
                    + "to match them in order they must be as many.");
        }

        Dictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);
        for (int i = 0; i < weights.Count; i++)
        {
            (WeightTensor tensor, Parameter parameter) = (weights[i], parameters[i]);
            if (Kind(tensor.Name) != Kind(parameter.Name) || !tensor.Shape.SequenceEqual(parameter.Shape))
            {
                throw new InvalidDataException(
                    $"in order, tensor {i + 1} '{tensor.Name}' {TensorShape.Format(tensor.Shape)} would belong to '{parameter.Name}' "
                        + $"{TensorShape.Format(parameter.Shape)}. From there on the orders differ.");
            }

            tensors.Add(parameter.Name, tensor);
        }

        return tensors;
    }

    private static string Kind(string name) => name[(name.LastIndexOf('.') + 1)..];
}
