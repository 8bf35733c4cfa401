using System.Collections.Concurrent;
using System.Reflection;

namespace ModelGen.Compiler.Spec;

/// <summary>Creates an instance of the attribute class that an <see cref="AttributeSpec"/> names.</summary>
/// <remarks>
/// The attribute classes are linked into this assembly, so a layer definition reads typed properties with the very defaults
/// that the user's editor shows, and no default is written down twice.
/// </remarks>
internal static class AttributeFactory
{
    // An editor asks for the same few classes after each edit. Other names are not kept: their number is unlimited.
    private static readonly ConcurrentDictionary<(string Name, int Arity), Type> Known = new();
    private static readonly ConcurrentDictionary<Type, (ConstructorInfo Constructor, ParameterInfo[] Parameters)[]> Constructors = new();

    /// <summary>Whether the name belongs to the declaration language.</summary>
    public static bool Knows(string typeName, int arity = 0) => Find(typeName, arity) is not null;

    /// <summary>Whether the attribute is one of a family: a loss, say.</summary>
    public static bool Is<TAttribute>(AttributeSpec spec) =>
        Find(spec.TypeName, spec.TypeArguments.Count) is { } type && typeof(TAttribute).IsAssignableFrom(type);

    /// <summary>Whether an argument is an integer, or an array of integers. Parameters have the names of their properties.</summary>
    public static bool IsInteger(AttributeSpec spec, string argument) =>
        Find(spec.TypeName, spec.TypeArguments.Count)
            ?.GetProperty(argument, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType is { } property
        && (property == typeof(int) || property == typeof(int[]));

    public static Attribute Create(AttributeSpec spec)
    {
        var type = Find(spec.TypeName, spec.TypeArguments.Count)
            ?? throw new CompilerException($"No attribute class is called '{spec.TypeName}'.");
        if (type.IsGenericTypeDefinition)
            type = type.MakeGenericType(Enumerable.Repeat(typeof(object), spec.TypeArguments.Count).ToArray());

        var (constructor, parameters) = Constructors.GetOrAdd(type, Describe).FirstOrDefault(c => Fits(c.Parameters, spec.Positional));
        if (constructor is null) throw new CompilerException($"No constructor of {spec.TypeName} takes {spec.Positional}.");
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] =
                i < spec.Positional.Count ? Convert(spec.Positional[i].Value, parameters[i].ParameterType) : parameters[i].DefaultValue;
        var attribute = (Attribute)constructor.Invoke(arguments);
        foreach (var named in spec.Named)
        {
            var property = type.GetProperty(named.Name)
                ?? throw new CompilerException($"{spec.TypeName} has no property '{named.Name}'.");
            property.SetValue(attribute, Convert(named.Value, property.PropertyType));
        }

        return attribute;
    }

    /// <summary>The names of the constructor's parameters that given arguments are for, in their order.</summary>
    public static IReadOnlyList<string> ConstructorFor(string typeName, IReadOnlyList<ArgumentSpec> arguments)
    {
        var type = Find(typeName, 0) ?? throw new CompilerException($"No attribute class is called '{typeName}'.");
        foreach (var (_, parameters) in Constructors.GetOrAdd(type, Describe))
        {
            var given = parameters
                .TakeWhile(parameter => arguments.Any(argument => argument.Name == parameter.Name))
                .Select(parameter => arguments.First(argument => argument.Name == parameter.Name))
                .ToEquatableArray();
            if (Fits(parameters, given)) return given.Select(argument => argument.Name).ToArray();
        }

        var names = string.Join(", ", arguments.Select(argument => argument.Name));
        throw new CompilerException($"No constructor of {typeName} takes {names}.");
    }

    private static (ConstructorInfo, ParameterInfo[])[] Describe(Type type) =>
        type.GetConstructors().Select(constructor => (constructor, constructor.GetParameters())).ToArray();

    private static Type? Find(string name, int arity)
    {
        if (Known.TryGetValue((name, arity), out var known)) return known;
        return Look(name, arity) is { } found ? Known.GetOrAdd((name, arity), found) : null;
    }

    // Types are looked up one by one: listing those of an assembly would load all of them.
    private static Type? Look(string name, int arity)
    {
        var type = typeof(PipelineAttribute).Assembly.GetType(arity == 0 ? "ModelGen." + name : $"ModelGen.{name}`{arity}");
        return type is { IsAbstract: false } && typeof(Attribute).IsAssignableFrom(type) ? type : null;
    }

    private static bool Fits(ParameterInfo[] parameters, EquatableArray<ArgumentSpec> given)
    {
        if (given.Count > parameters.Length) return false;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i >= given.Count)
            {
                if (!parameters[i].HasDefaultValue) return false;
            }
            else if (parameters[i].ParameterType.IsArray != (given[i].Value is ValueSpec.Array) && given[i].Value is not ValueSpec.Null)
            {
                return false;
            }
        }

        return true;
    }

    private static object? Convert(ValueSpec value, Type target) => value switch
    {
        ValueSpec.Null => target.IsArray ? Array.CreateInstance(target.GetElementType()!, 0) : null,
        ValueSpec.Text text => text.Value,
        ValueSpec.Flag flag => flag.Value,
        // The largest long is no double; the nearest double is one more.
        ValueSpec.Number { Value: >= long.MaxValue } when target == typeof(long) => long.MaxValue,
        ValueSpec.Number number when target.IsEnum => Enum.ToObject(target, (int)number.Value),
        ValueSpec.Number number => System.Convert.ChangeType(number.Value, target, System.Globalization.CultureInfo.InvariantCulture),
        ValueSpec.Array array => ConvertArray(array, target.GetElementType()!),
        _ => throw new CompilerException($"An attribute argument cannot be {value}."),
    };

    private static Array ConvertArray(ValueSpec.Array array, Type element)
    {
        var result = Array.CreateInstance(element, array.Items.Count);
        for (var i = 0; i < array.Items.Count; i++) result.SetValue(Convert(array.Items[i], element), i);
        return result;
    }
}
