using System.Collections;
using System.Reflection;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

/// <summary>The Spec outlives the compilation it was read from, and must not keep it alive.</summary>
public sealed class SpecObjectGraphTests
{
    [Fact]
    public void A_spec_holds_nothing_of_Roslyn()
    {
        ModelSpec spec = Specs.Read(
            Sources.Digits + "\n" + "[Block, Tanh] class Unused;",
            Sources.Residual.Replace("[Model]", "", StringComparison.Ordinal));
        ModelSpec withBlocks = Specs.Read(Sources.Residual, Sources.Branch);
        HashSet<Type> types = [];
        Walk(spec, types, new HashSet<object>(ReferenceEqualityComparer.Instance));
        ModelSpec withFunction = Specs.Read(IncrementalTests.WithFunction);
        Walk(withFunction, types, new HashSet<object>(ReferenceEqualityComparer.Instance));
        Walk(withBlocks, types, new HashSet<object>(ReferenceEqualityComparer.Instance));

        Assert.Contains(typeof(BlockSpec), types);
        Assert.Contains(typeof(Formula), types);
        Assert.Contains(typeof(ValueSpec.Array), types);
        Assert.All(types, type => Assert.True(
            type.IsPrimitive || type == typeof(string) || type.IsArray || type.Namespace == typeof(ModelSpec).Namespace
                || (type.IsEnum && type.Assembly == typeof(ModelSpec).Assembly),
            type.FullName));
    }

    [Fact]
    public void Equal_sources_give_equal_specs_with_equal_hashes()
    {
        ModelSpec one = Specs.Read(Sources.Residual, Sources.Branch);
        ModelSpec two = Specs.Read(Sources.Residual, Sources.Branch);

        Assert.NotSame(one, two);
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
    }

    private static void Walk(object? value, HashSet<Type> types, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value)) return;
        types.Add(value.GetType());
        if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum) return;
        if (value is Array array)
        {
            foreach (object? item in (IEnumerable)array) Walk(item, types, seen);
            return;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (
                FieldInfo field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Walk(field.GetValue(value), types, seen);
        }
    }
}
