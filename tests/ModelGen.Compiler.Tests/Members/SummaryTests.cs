using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

public class SummaryTests
{
    [Fact]
    public void The_surface_of_a_small_model() => Snapshot.Match(ModelCompiler.EmitSurface(Declare.DigitNet)!.Text, "DigitNet", "txt");

    [Fact]
    public void The_table_of_a_small_model() => Snapshot.Match(SummaryOf(Declare.DigitNet), "Table", "txt");

    [Fact]
    public void The_table_of_a_wired_model() =>
        Snapshot.Match(SummaryOf(Declare.Wired(Declare.Class("Wired"))), "Wired", "txt");

    [Fact]
    public void The_table_of_blocks_in_blocks() => Snapshot.Match(SummaryOf(Declare.Blocks), "Blocks", "txt");

    [Fact]
    public void What_a_small_model_knows_of_itself()
    {
        var writer = new SourceWriter();
        Descriptions.Write(Members(Declare.DigitNet), writer);
        Snapshot.Match(writer.ToString(), "Descriptions", "txt");
    }

    private static string SummaryOf(ModelSpec spec) => string.Concat(SummaryTable.Full(Members(spec)).Select(line => line + "\n"));

    private static SurfaceModel Members(ModelSpec spec) => SurfaceModel.Of(ModelBuilder.Build(spec, Mode.Inference).Model!);
}
