using System.Runtime.CompilerServices;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using Xunit;

namespace ModelGen.Compiler.Tests.Lowering;

/// <summary>Each operation has one lowering, and of the kind that its role promises.</summary>
public sealed class LoweringTableTests
{
    public static TheoryData<string> Operations =>
        [.. typeof(Op).Assembly.GetTypes().Where(t => typeof(Op).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Is_lowered_as_its_role_says(string name)
    {
        // The role depends on the type alone, so an operation without arguments will do.
        Op op = (Op)RuntimeHelpers.GetUninitializedObject(typeof(Op).Assembly.GetTypes().Single(t => t.Name == name));

        Type expected = op.Role switch
        {
            OpRole.Anchor => typeof(OpLowering.Loops),
            OpRole.Alias or OpRole.Loop => typeof(OpLowering.Memory),
            OpRole.Leaf when op is TableOp => typeof(OpLowering.Memory),
            _ => typeof(OpLowering.Element),
        };
        Assert.IsType(expected, LoweringTable.Of(op));
    }
}
