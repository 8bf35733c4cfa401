using System.Globalization;
using CriticalPoints;
using MathNet.Numerics.LinearAlgebra;
using ModelGen.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([] or ["--quick"]))
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project samples/CriticalPoints [-- --quick]   (a sixth of the digits)");
    return 2;
}

string file = Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");
Dataset<int> digits = Dataset.FromCsv(file, new CsvOptions { Scale = 1f / 16 });
Landscape landscape = new(args.Length > 0 ? digits.Take(300) : digits);
Console.WriteLine($"{landscape.Size} parameters: {landscape.Size} × {landscape.Size} second derivatives\n");

// All weights zero: both hidden numbers are 0 for every digit, and no weight knows in which direction to go.
landscape.GoToZero();
Print("All weights zero");
double before = landscape.Loss;
for (int step = 0; step < 100; step++) landscape.Position -= 0.5 * landscape.Gradient;
Console.WriteLine($"100 steps down the gradient change the error by {Math.Abs(landscape.Loss - before):0.000000}.\n");

// The Hessian knows more.
Vector<double> start = landscape.Position, down = landscape.Curvature.SteepestDown;
Console.WriteLine("Along the eigenvector of the most negative eigenvalue");
foreach (double distance in new[] { -1.0, -0.5, 0, 0.5, 1 })
{
    landscape.Position = start + (distance * down);
    Console.WriteLine($"  {distance,4:0.0}   error {landscape.Loss:0.00000}");
}

// From there Newton's steps find the bottom: each goes along all eigenvectors at once, as far as the curvature says.
landscape.Position = start + down;
Console.WriteLine("\nSteps of Newton, away from saddles");
int steps = 0;
Vector<double> gradient = landscape.Gradient;
for (; steps < 200 && gradient.L2Norm() > 1e-5; steps++)
{
    Curvature curvature = landscape.Curvature;
    if (steps < 5 || steps % 5 == 0)
    {
        Console.WriteLine($"  {steps,3}   error {landscape.Loss:0.00000}   gradient {gradient.L2Norm():0.00000}   "
            + $"{curvature.Negative} negative eigenvalues");
    }

    if (!Descend(curvature.Step(gradient))) break;
    gradient = landscape.Gradient;
}

Console.WriteLine();
Print($"After {steps} steps");
Console.WriteLine($"{landscape.Accuracy:0.0%} of the digits are told right.");
return 0;

// Goes along a direction, half as far as long as the error is not smaller there.
bool Descend(Vector<double> direction)
{
    Vector<double> from = landscape.Position;
    double loss = landscape.Loss;
    for (double length = 1; length > 1e-6; length /= 2)
    {
        landscape.Position = from + (length * direction);
        if (landscape.Loss < loss) return true;
    }

    landscape.Position = from;
    return false;
}

void Print(string title)
{
    Curvature curvature = landscape.Curvature;
    Console.WriteLine($"{title}: error {landscape.Loss:0.00000}, gradient {landscape.Gradient.L2Norm():0.000000}");
    Console.WriteLine($"  eigenvalues: {curvature}");
    Console.WriteLine($"  {curvature.Kind}");
}
