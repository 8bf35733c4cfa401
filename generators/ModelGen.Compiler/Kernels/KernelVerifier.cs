using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Kernels;

/// <summary>Checks that a kernel reads only what exists: locals in scope, buffers and variables it has.</summary>
public static class KernelVerifier
{
    /// <exception cref="CompilerException">Something is used that is not there.</exception>
    public static void Verify(Kernel kernel) => Scopes.Check(kernel);

    private sealed class Scopes : KernelWalk
    {
        private readonly Kernel _kernel;
        private readonly string[] _parameters;
        private readonly HashSet<BufferArgument> _buffers;
        private readonly HashSet<BufferArgument> _written;
        private readonly HashSet<string> _outermost;
        private HashSet<VectorLocal> _locals = [];
        private HashSet<string> _variables = [];

        private Scopes(Kernel kernel)
        {
            _kernel = kernel;
            string[] others = ["seed", "step", "first", "last", "n", PausedSums.Parameter];
            _parameters = [.. kernel.Buffers.Select(b => b.Name), .. kernel.Scalars, .. others];
            _buffers = [.. kernel.Buffers];
            // The kernels that one is made of have been verified; in which order they use memory again, the plan has decided.
            _written = kernel.IsJoined ? [] : [.. BufferUse.Written(kernel.Body)];
            _outermost = [.. kernel.Body.OfType<Statement.Loop>().Select(l => l.Variable)];
        }

        public static void Check(Kernel kernel)
        {
            var scopes = new Scopes(kernel);
            if (scopes._parameters.Distinct().Count() < scopes._parameters.Length)
                scopes.Fail($"two parameters have one name: {string.Join(", ", scopes._parameters)}");
            scopes.Body(kernel.Body);
        }

        protected override void Body(IReadOnlyList<Statement> statements)
        {
            var (locals, variables) = (_locals, _variables);
            (_locals, _variables) = ([.. locals], [.. variables]);
            base.Body(statements);
            (_locals, _variables) = (locals, variables);
        }

        protected override void Let(Statement.Let let)
        {
            if (_parameters.Contains(let.Local.Name)) Fail($"'{let.Local.Name}' is a parameter, too");
            if (!_locals.Add(let.Local)) Fail($"'{let.Local.Name}' is declared twice");
        }

        protected override void Assign(Statement.Assign assign)
        {
            if (!_locals.Contains(assign.Local)) Fail($"'{assign.Local.Name}' is assigned outside its scope");
            if (assign.Local.IsUniform && !assign.Value.IsUniform) Fail($"'{assign.Local.Name}' is uniform and gets lanes");
        }

        protected override void Loop(Statement.Loop loop)
        {
            CheckSamples(loop.Extent);
            foreach (var bound in new[] { loop.First, loop.End }) CheckIndex(bound ?? Affine.Zero);
            var around = _variables;
            _variables = [.. around, loop.Variable];
            base.Loop(loop);
            _variables = around;
        }

        protected override void Prefetch(Statement.Prefetch prefetch)
        {
            if (!_buffers.Contains(prefetch.Buffer)) Fail($"'{prefetch.Buffer.Name}' is not a parameter");
            if (prefetch.Buffer.Element != Element.F32) Fail($"'{prefetch.Buffer.Name}' is asked for, and holds no floats");
            CheckIndex(prefetch.Index);
            CheckIndex(prefetch.Further ?? Affine.Zero);
        }

        protected override void When(Statement.When edge)
        {
            if (!_variables.Contains(edge.Variable)) Fail($"'{edge.Variable}' is asked for outside its loop");
            base.When(edge);
        }

        protected override void ReadIndex(Statement.ReadIndex read, Action rest)
        {
            if (read.Buffer.Element != Element.F32) Fail($"'{read.Variable}' is read from '{read.Buffer.Name}', which holds no floats");
            if (_written.Contains(read.Buffer)) Fail($"'{read.Variable}' is read from '{read.Buffer.Name}', which the kernel writes");
            _variables.Add(read.Variable);
            rest();
        }

        protected override void Expression(VectorExpression expression)
        {
            switch (expression)
            {
                case VectorExpression.Read read when !_locals.Contains(read.Local):
                    Fail($"'{read.Local.Name}' is read outside its scope");
                    break;
                case VectorExpression.Mask mask:
                    CheckIndex(mask.First);
                    CheckSamples(mask.Extent);
                    break;
                case VectorExpression.Position position:
                    CheckIndex(position.Index);
                    break;
                case VectorExpression.Random random:
                    CheckIndex(random.Element);
                    CheckIndex(random.Sample);
                    break;
            }

            base.Expression(expression);
        }

        protected override void Access(BufferAccess access)
        {
            if (!_buffers.Contains(access.Buffer)) Fail($"'{access.Buffer.Name}' is not a parameter");
            CheckIndex(access.Index);
            if (!access.IsRead && access.Buffer.Element != Element.F32) Fail($"'{access.Buffer.Name}' is written, and holds no floats");
            // Threads run other iterations of the outermost loop: what those write must be apart.
            if (!access.IsRead && _kernel.Division is not Division.Whole && !access.Index.Terms.Any(t => _outermost.Contains(t.Variable)))
                Fail($"several iterations of its outermost loop write the same of '{access.Buffer.Name}'");
        }

        private void CheckIndex(Affine index)
        {
            foreach (var term in index.Terms)
                if (!_variables.Contains(term.Variable)) Fail($"'{term.Variable}' is used outside its loop");
        }

        // A thread that does some of the samples is not told how many there are.
        private void CheckSamples(Extent extent)
        {
            if (extent.PerSample && _variables.Count > 0 && _kernel.Division is Division.Samples)
                Fail("it is divided by samples, and counts them within a sample");
        }

        private void Fail(string what) => throw new CompilerException($"Kernel '{_kernel.Description}': {what}.");
    }
}
