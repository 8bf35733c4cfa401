using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

public sealed class ClassReaderTests
{
    [Fact]
    public void An_ordinary_class()
    {
        ClassSpec type = Specs.Read(Sources.Digits).Class;

        Assert.Equal(
            new ClassSpec
            {
                Namespace = "Samples",
                Name = "Digits",
                ContainingTypes = EquatableArray<string>.Empty,
                IsPartial = true,
                MetadataName = "Samples.Digits",
            },
            type);
    }

    [Theory]
    [InlineData("[ModelGen.Model] file partial class Net;", true)]
    [InlineData("file partial class Outer { [ModelGen.Model] public partial class Net; }", true)]
    [InlineData("file partial class Outer { public partial struct Inner { [ModelGen.Model] partial class Net; } }", true)]
    [InlineData("public partial class @file { [ModelGen.Model] partial class Net; } file class Other;", false)]
    public void A_file_local_class_or_container_is_seen(string declaration, bool isFileLocal) =>
        Assert.Equal(isFileLocal, Specs.Read(declaration).Class.IsFileLocal);

    [Fact]
    public void Containing_types_come_outermost_first()
    {
        ClassSpec type = Specs.Read("""
            namespace A.B
            {
                public partial class Outer<@event>
                {
                    partial record struct Middle
                    {
                        partial interface Inner { [ModelGen.Model] internal partial class Net; }
                    }
                }
            }
            """).Class;

        Assert.Equal("A.B", type.Namespace);
        Assert.Equal(["partial class Outer<@event>", "partial record struct Middle", "partial interface Inner"], type.ContainingTypes);
        Assert.True(type.ContainersArePartial);
        Assert.False(type.IsPublic);
        Assert.False(type.IsGeneric);
    }

    [Fact]
    public void A_containing_type_that_is_not_partial() =>
        Assert.False(Specs.Read("partial class Outer { class Middle { [ModelGen.Model] partial class Net; } }").Class.ContainersArePartial);

    [Fact]
    public void The_global_namespace_is_empty() => Assert.Equal("", Specs.Read(Sources.Residual, Sources.Branch).Class.Namespace);

    [Theory]
    [InlineData("class Net", false, false, false, false, false)]
    [InlineData("static partial class Net", true, true, false, false, false)]
    [InlineData("abstract partial class Net", true, false, true, false, false)]
    [InlineData("partial class Net<T>", true, false, false, true, false)]
    [InlineData("partial record Net", true, false, false, false, true)]
    [InlineData("partial record class Net", true, false, false, false, true)]
    public void Modifiers(string declaration, bool isPartial, bool isStatic, bool isAbstract, bool isGeneric, bool isRecord)
    {
        ClassSpec type = Specs.Read($"[ModelGen.Model] {declaration};").Class;

        Assert.Equal(
            (isPartial, isStatic, isAbstract, isGeneric, isRecord),
            (type.IsPartial, type.IsStatic, type.IsAbstract, type.IsGeneric, type.IsRecord));
    }

    [Theory]
    [InlineData("partial class Net", null)]
    [InlineData("partial class Net : System.IDisposable", null)]
    [InlineData("partial class Net : Missing", null)]
    [InlineData("partial class Net : System.Exception", "System.Exception")]
    [InlineData("partial class Net : System.Collections.Generic.List<int>", "System.Collections.Generic.List<int>")]
    public void Base_class(string declaration, string? expected) =>
        Assert.Equal(expected, Specs.Read($"[ModelGen.Model] {declaration} {{ public void Dispose() {{ }} }}").Class.BaseType);

    [Theory]
    [InlineData("public int Count; public void Train() { } event System.Action? Done;", null)]
    [InlineData("public void Predict(System.ReadOnlySpan<float> input, System.Span<float> output) { }", "Predict")]
    [InlineData("public int Predict(float[] image) => 0;", null)]
    [InlineData("public void Predict<T>(System.Span<T> input) { }", null)]
    [InlineData("public int Predict => 0;", "Predict")]
    [InlineData("public void Update() { }", "Update")]
    [InlineData("public void Update(int times) { }", null)]
    [InlineData("public void Save(string path) { }", "Save")]
    [InlineData("public void Save(System.IO.Stream stream) { }", "Save")]
    [InlineData("public void Save(System.IO.FileInfo file) { }", null)]
    [InlineData("private int _parameters;", "_parameters")]
    [InlineData("public float LearningRate { get; set; }", "LearningRate")]
    [InlineData("public void Summary() { }", "Summary")]
    [InlineData("public const int InputSize = 1;", "InputSize")]
    [InlineData("public enum Layers { }", "Layers")]
    [InlineData("public Net() : this(1) { }", null)]
    [InlineData("public Net(string file) : this(1) { }", null)]
    [InlineData("public Net(int seed) { }", "Net(int)")]
    [InlineData("static Net() { }", null)]
    public void Colliding_member(string members, string? expected) =>
        Assert.Equal(expected, Specs.Read($"[ModelGen.Model] partial class Net {{ {members} }}").Class.CollidingMember);

    [Fact]
    public void A_primary_constructor_collides() =>
        Assert.Equal("Net(string)", Specs.Read("[ModelGen.Model] partial class Net(string file);").Class.CollidingMember);

    [Fact]
    public void A_class_cannot_be_called_as_its_member() =>
        Assert.Equal("Predict", Specs.Read("[ModelGen.Model] partial class Predict;").Class.CollidingMember);

    [Fact]
    public void What_the_generator_added_collides_with_nothing()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Digits);

        Assert.NotEmpty(run.Files);
        Assert.Empty(run.AnalyzerDiagnostics);
        Assert.Empty(run.InputAnalyzerDiagnostics);
    }
}
