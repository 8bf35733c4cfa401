using System.Reflection;
using ModelGen.Compiler.Layers;
using Xunit;
using ParameterInfo = System.Reflection.ParameterInfo;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>Each layer is a method of <c>Tensor</c>, and each argument of its attribute a parameter of the same name and default.</summary>
public sealed class LayerMethodTests
{
    /// <summary>They are functions with the very arguments of the layers; a name or <c>Frozen</c> would mean nothing.</summary>
    private static readonly string[] Functions = ["Reshape", "Permute"];

    public static TheoryData<string> Kinds =>
        [.. LayerTable.All.Where(layer => IsLayer(layer.AttributeType) && layer is not ApplyLayer).Select(Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Has_a_method_for_each_constructor(string kind)
    {
        foreach (ConstructorInfo constructor in AttributeOf(kind).AttributeType.GetConstructors())
        {
            (string, string)[] needed = [.. constructor.GetParameters().Select(Described)];
            Assert.Contains(Methods(kind), method => method.GetParameters().Take(needed.Length).Select(Described).SequenceEqual(needed));
        }

        // An attribute names the value that a method is given.
        static (string, string) Described(ParameterInfo parameter) =>
            (parameter.Name!, parameter.ParameterType == typeof(Tensor) ? nameof(String) : parameter.ParameterType.Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Has_a_parameter_for_each_property(string kind)
    {
        if (Functions.Contains(kind)) return;
        LayerDefinition layer = AttributeOf(kind);
        ConstructorInfo constructor = layer.AttributeType.GetConstructors()[0];
        object attribute = constructor.Invoke([.. constructor.GetParameters().Select(Some)]);
        bool learns = layer.ParameterNames.Count > 0 || layer is ICompositeLayer;
        foreach (PropertyInfo property in layer.AttributeType.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            if (property.Name == "Frozen" && !learns) continue;
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            Assert.Equal(property.Name, LayerCalls.Property(name));
            Assert.All(Methods(kind), method =>
            {
                ParameterInfo parameter = Assert.Single(method.GetParameters(), parameter => parameter.Name == name);
                if (parameter.ParameterType != typeof(Tensor)) AssertEqual(property.GetValue(attribute), parameter.DefaultValue);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Has_no_other_parameters(string kind)
    {
        Type attribute = AttributeOf(kind).AttributeType;
        Assert.All(
            Methods(kind).SelectMany(method => method.GetParameters()),
            parameter => Assert.NotNull(attribute.GetProperty(LayerCalls.Property(parameter.Name!))));
    }

    [Fact]
    public void Layers_without_parameters_that_are_functions_compute()
    {
        Tensor x = Tensor.Of([-1, 1], 2, 1);

        Assert.Equal([0, 1], x.Relu().ToArray());
        Assert.Equal([-0.25, 1], x.LeakyRelu(0.25).ToArray());
        AssertNear([-0.6321206, 1], x.Elu());
        AssertNear([-0.1586553, 0.8413447], x.Gelu());
        AssertNear([-0.2689414, 0.7310586], x.Silu());
        AssertNear([0.2689414, 0.7310586], x.Sigmoid());
        AssertNear([-0.7615942, 0.7615942], x.Tanh());
        AssertNear([0.3132617, 1.3132617], x.Softplus());
        AssertNear([0.1192029, 0.8807971], x.Flatten().Softmax());
        Assert.Equal([2], x.Flatten().As("flat").Shape);

        static void AssertNear(double[] expected, Tensor actual) =>
            Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 6));
    }

    [Fact]
    public void Other_layers_say_where_they_compute()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Tensor.Of([1]).Dense(2));

        Assert.Contains("'Dense' is a layer", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Predict", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Tensor.Of([1, 2], 1, 2).MaxPool1D(2, ceilMode: true));
    }

    private static object? Some(ParameterInfo parameter) => parameter.ParameterType switch
    {
        _ when parameter.HasDefaultValue => parameter.DefaultValue,
        { IsArray: true } array => Array.CreateInstance(array.GetElementType()!, 2),
        var number => Convert.ChangeType(1, number, System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Enums are those of two assemblies; no array is an empty one.</summary>
    private static void AssertEqual(object? expected, object? actual)
    {
        if (expected is Array array) Assert.True(actual is null && array.Length == 0);
        else Assert.Equal(expected is Enum ? Convert.ToInt32(expected) : expected, actual is Enum ? Convert.ToInt32(actual) : actual);
    }

    private static LayerDefinition AttributeOf(string kind) => LayerTable.All.Single(layer => Kind(layer) == kind);

    private static MethodInfo[] Methods(string kind) =>
    [
        .. typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name == kind)
            .Where(method => Functions.Contains(kind) || method.GetParameters().Any(parameter => parameter.Name == "name")),
    ];

    private static string Kind(LayerDefinition layer) => layer.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal);

    private static bool IsLayer(Type? type) => type is not null && (type.Name == "LayerAttribute" || IsLayer(type.BaseType));
}
