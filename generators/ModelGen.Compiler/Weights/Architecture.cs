using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Weights;

/// <summary>
/// What a model computes when it predicts, as text: its layers with the arguments that matter then, and what each reads. Files of weights
/// carry it, so that those of another model with tensors of equal shapes are noticed.
/// </summary>
/// <remarks>
/// It is made of what users write, not of how the compiler understands it, and arguments with their default values are left out: so that
/// later versions read what this one wrote. Characters are ASCII that needs no escape in JSON.
/// </remarks>
internal static class Architecture
{
    /// <summary>What separates layers.</summary>
    public const char Separator = ';';

    /// <summary>Arguments that decide nothing of what a trained model predicts.</summary>
    private static readonly HashSet<string> OfTraining = new(StringComparer.Ordinal)
    {
        nameof(WeightedLayerAttribute.Init),
        nameof(WeightedLayerAttribute.InitScale),
        nameof(PReluAttribute.InitialSlope),
        nameof(BatchNormAttribute.Momentum),
        nameof(DropoutAttribute.Rate),
        nameof(WeightedLayerAttribute.L1),
        nameof(WeightedLayerAttribute.L2),
        nameof(WeightedLayerAttribute.MaxNorm),
        nameof(WeightedLayerAttribute.ClipNorm),
        nameof(WeightedLayerAttribute.ClipValue),
        nameof(LayerAttribute.Frozen),
        nameof(RecurrentAttribute.Stateful),

        // What the layers of a block are given stands in their own arguments.
        nameof(BlockUseAttribute.Arguments),
    };

    private static readonly ConcurrentDictionary<Type, Argument[]> Known = new();

    /// <summary>The architecture of a model as it predicts.</summary>
    public static string Of(BuiltModel model)
    {
        var numbers = new Dictionary<LayerCall, int>();
        var entries = new List<string>();
        foreach (var call in model.Calls)
        {
            if (call.Attribute is LossAttribute or OptimizerAttribute or ScheduleAttribute) continue;
            entries.Add(Text(call, numbers));
            numbers.Add(call, entries.Count);
        }

        return string.Join(Separator.ToString(), entries);
    }

    /// <summary>Where two architectures differ first; null if they are equal.</summary>
    /// <returns>The layer's number, from 1 on, and what it is in each; null where one has ended.</returns>
    public static (int Number, string? Left, string? Right)? Difference(string left, string right)
    {
        var (a, b) = (left.Split(Separator), right.Split(Separator));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var (x, y) = (i < a.Length ? a[i] : null, i < b.Length ? b[i] : null);
            if (x != y) return (i + 1, x, y);
        }

        return null;
    }

    private static string Text(LayerCall call, Dictionary<LayerCall, int> numbers)
    {
        var text = new StringBuilder(call.Step.Kind.Split('<')[0]);
        var arguments = Arguments(call.Attribute).ToArray();
        if (call.Step.Function is { } function) arguments = [function.Fingerprint, .. arguments];
        if (arguments.Length > 0) text.Append('(').Append(string.Join(",", arguments)).Append(')');

        // The value of the layer before it is what most layers read, and goes without saying.
        var inputs = call.Inputs.Select(input => numbers.TryGetValue(input, out var number) ? number : 0).ToArray();
        if (inputs.Length > 1 || (inputs.Length == 1 && inputs[0] != numbers.Count))
            text.Append(" of ").Append(string.Join(",", inputs.Select(number => Plain(number))));
        return text.ToString();
    }

    private static IEnumerable<string> Arguments(PipelineAttribute attribute) =>
        from argument in Known.GetOrAdd(attribute.GetType(), Describe)
        let value = Plain(argument.Property.GetValue(attribute))
        where value != argument.Default
        select argument.IsNamed ? $"{argument.Property.Name}={value}" : value;

    /// <summary>The arguments that decide values: those of the constructor first, with their default values as text.</summary>
    private static Argument[] Describe(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.DeclaringType != typeof(Attribute) && p.PropertyType != typeof(string) && p.PropertyType != typeof(string[]))
            .Where(p => !OfTraining.Contains(p.Name))
            .ToArray();
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke(parameters.Select(p => Empty(p.ParameterType)).ToArray());
        return
        [
            .. from property in properties
            let parameter = parameters.FirstOrDefault(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase))
            let isNamed = parameter is null
            orderby isNamed, parameter?.Position ?? 0, property.Name
            select new Argument(
                property,
                isNamed,
                isNamed ? Plain(property.GetValue(made)) : Default(parameter!, property.PropertyType)),
        ];
    }

    /// <summary>The default value of a constructor's parameter, as its property has it.</summary>
    private static string? Default(System.Reflection.ParameterInfo parameter, Type type) =>
        parameter.HasDefaultValue ? Plain(Convert.ChangeType(parameter.DefaultValue, type, CultureInfo.InvariantCulture)) : null;

    private static object? Empty(Type type) =>
        type.IsArray ? Array.CreateInstance(type.GetElementType()!, 0) : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Array items => string.Join("x", items.Cast<object>().Select(Plain)),
        float number => Literals.Float(number).TrimEnd('f').Replace("+", ""),

        // Kernels compute with floats, so 1e-3 and 1e-3f are the same architecture.
        double number => Plain((float)number),
        IFormattable other and not Enum => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private sealed record Argument(PropertyInfo Property, bool IsNamed, string? Default);
}
